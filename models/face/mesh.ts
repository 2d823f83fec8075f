import { Tensor } from 'onnxruntime-node';
import { applyAffine, cropToPicture, type Point, type Region, scaleOf } from '../image/affine.ts';
import type { Pyramid } from '../image/pyramid.ts';
import { warpToTensor } from '../image/warp.ts';
import type { OpenModel } from '../registry.ts';
import type { Box } from './analyser.ts';
import type { Detection } from './detect.ts';
import { landmarks } from './thresholds.ts';

/** The face's 468 points. Numbers are MediaPipe's (canonical_face_model_uv_visualization.png). */
export interface FaceMesh {
  /** In pixels of the picture. */
  readonly points: readonly Point[];
  /** Distance from the camera relative to the head's middle, in pixels of the picture; nearer is smaller. */
  readonly depths: readonly number[];
  /** The tightest upright box round the points. */
  readonly box: Box;
  /** How sure the model is that it sees a face, 0 … 1. */
  readonly presence: number;
}

/** Corners of the eyes, person's right and left, and the base of the nose. */
export const meshPoint = {
  rightEyeOuter: 33,
  rightEyeInner: 133,
  leftEyeInner: 362,
  leftEyeOuter: 263,
  noseBase: 2,
};

/**
 * Lays the mesh on a detected face; a second look through the first one's own frame settles it.
 * Undefined when the model sees no face there.
 */
export async function layMesh(
  model: OpenModel,
  pyramid: Pyramid,
  face: Detection,
): Promise<FaceMesh | undefined> {
  const first = await look(model, pyramid, regionOf(face.box, face.rightEye, face.leftEye));
  if (first.presence < landmarks.minFirstPresence) return undefined;
  const second = await look(model, pyramid, regionOfMesh(first));
  return second.presence < landmarks.minPresence ? undefined : second;
}

async function look(model: OpenModel, pyramid: Pyramid, region: Region): Promise<FaceMesh> {
  const { input } = model.entry;
  const toPicture = cropToPicture(region, input.widthPx, input.heightPx);
  const { mesh, presence } = await run(model, warpToTensor(pyramid, toPicture, input));
  const points: Point[] = [];
  const depths: number[] = [];
  for (let i = 0; i < mesh.length; i += 3) {
    points.push(applyAffine(toPicture, { x: mesh[i] ?? 0, y: mesh[i + 1] ?? 0 }));
    depths.push((mesh[i + 2] ?? 0) * scaleOf(toPicture));
  }
  return { points, depths, box: boxRound(points), presence };
}

async function run(
  { entry, session }: OpenModel,
  input: Float32Array,
): Promise<{ mesh: Float32Array; presence: number }> {
  const { widthPx, heightPx } = entry.input;
  const outputs = await session.run({ input: new Tensor('float32', input, [1, 3, heightPx, widthPx]) });
  const mesh = outputs.mesh?.data as Float32Array;
  return { mesh, presence: Number(outputs.presence?.data[0] ?? 0) };
}

/** A square half as large again as the face, turned so that the eyes lie level: what Face Mesh was trained on. */
function regionOf(box: Box, rightEye: Point, leftEye: Point): Region {
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const side = Math.max(box.width, box.height) * landmarks.regionScale;
  const angle = Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
  return { centre, width: side, height: side, angle };
}

function regionOfMesh({ points, box }: FaceMesh): Region {
  const rightEye = points[meshPoint.rightEyeOuter] ?? { x: 0, y: 0 };
  const leftEye = points[meshPoint.leftEyeOuter] ?? { x: 1, y: 0 };
  return regionOf(box, rightEye, leftEye);
}

function boxRound(points: readonly Point[]): Box {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
