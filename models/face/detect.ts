import { Tensor } from 'onnxruntime-node';
import { type Affine, applyAffine, cropToPicture, type Point, type Region } from '../image/affine.ts';
import type { Pyramid } from '../image/pyramid.ts';
import { warpToTensor } from '../image/warp.ts';
import type { OpenModel } from '../registry.ts';
import type { Box } from './analyser.ts';
import { type Anchor, layAnchors } from './anchors.ts';
import { sharedPart } from './box.ts';
import { detection } from './thresholds.ts';

/** A face as the detector sees it, in pixels of the picture. */
export interface Detection {
  readonly box: Box;
  /** 0 … 1 */
  readonly confidence: number;
  /** The person's right eye (left in the picture) and left eye. */
  readonly rightEye: Point;
  readonly leftEye: Point;
}

/** One of the detector's two outputs: a score and 16 numbers (centre, size, six points) an anchor. */
interface RawOutput {
  readonly scores: Float32Array;
  readonly values: Float32Array;
  readonly anchors: readonly Anchor[];
}

/** Finds faces, near and far; the surest first. */
export async function detectFaces(model: OpenModel, pyramid: Pyramid): Promise<readonly Detection[]> {
  const { width, height } = pyramid.picture;
  const found: Detection[] = [];
  for (const view of layViews(width, height)) {
    found.push(...(await detectInView(model, pyramid, { view, minConfidence: detection.minConfidence })));
  }
  return suppress(found);
}

/** Finds faces in one part of a picture; a face may be found more than once. */
export async function detectInView(
  model: OpenModel,
  pyramid: Pyramid,
  { view, minConfidence }: { readonly view: Region; readonly minConfidence: number },
): Promise<readonly Detection[]> {
  const { input } = model.entry;
  const toPicture = cropToPicture(view, input.widthPx, input.heightPx);
  const outputs = await run(model, warpToTensor(pyramid, toPicture, input));
  return outputs.flatMap((output) => decode(output, toPicture, minConfidence));
}

/**
 * The whole picture in a square; for a large picture that is not square also the squares at its two ends, because
 * in the whole a face far away would be too few pixels.
 */
function layViews(width: number, height: number): readonly Region[] {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const view = (x: number, y: number, side: number) => ({
    centre: { x, y },
    width: side,
    height: side,
    angle: 0,
  });
  const whole = view(width / 2, height / 2, long);
  if (long <= detection.maxWholeViewPx || long < short * 1.1) return [whole];
  const ends = [short / 2, long - short / 2];
  return [
    whole,
    ...ends.map((at) => (width > height ? view(at, height / 2, short) : view(width / 2, at, short))),
  ];
}

async function run({ entry, session }: OpenModel, input: Float32Array): Promise<readonly RawOutput[]> {
  const { widthPx, heightPx } = entry.input;
  const { scores16, boxes16, scores8, boxes8 } = await session.run({
    input: new Tensor('float32', input, [1, 3, heightPx, widthPx]),
  });
  const floats = (tensor: Tensor | undefined) => tensor?.data as Float32Array;
  return [
    { scores: floats(scores16), values: floats(boxes16), anchors: anchors16 },
    { scores: floats(scores8), values: floats(boxes8), anchors: anchors8 },
  ];
}

const anchors16 = layAnchors(256, 16, 2);
const anchors8 = layAnchors(256, 8, 6);

function decode(
  { scores, values, anchors }: RawOutput,
  toPicture: Affine,
  minConfidence: number,
): Detection[] {
  const found: Detection[] = [];
  for (const [i, anchor] of anchors.entries()) {
    const confidence = 1 / (1 + Math.exp(-(scores[i] ?? 0)));
    if (confidence < minConfidence) continue;
    const [cx = 0, cy = 0, width = 0, height = 0, rx = 0, ry = 0, lx = 0, ly = 0] = values.subarray(
      i * 16,
      i * 16 + 8,
    );
    const at = (x: number, y: number) => applyAffine(toPicture, { x: anchor.x + x, y: anchor.y + y });
    const { x, y } = at(cx - width / 2, cy - height / 2);
    const box = { x, y, width: width * toPicture.a, height: height * toPicture.e };
    found.push({ box, confidence, rightEye: at(rx, ry), leftEye: at(lx, ly) });
  }
  return found;
}

/** Keeps the most confident of every group of boxes that lie over or inside each other. */
export function suppress(found: readonly Detection[]): readonly Detection[] {
  const kept: Detection[] = [];
  for (const candidate of found.toSorted((a, b) => b.confidence - a.confidence)) {
    if (kept.every(({ box }) => sharedPart(box, candidate.box) < detection.maxSharedPart))
      kept.push(candidate);
  }
  return kept;
}
