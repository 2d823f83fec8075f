import { Tensor } from 'onnxruntime-node';
import { applyAffine, cropToPicture, type Point, type Region, scaleOf } from '../image/affine.ts';
import type { Pyramid } from '../image/pyramid.ts';
import { warpToTensor } from '../image/warp.ts';
import type { OpenModel } from '../registry.ts';
import type { Box } from './analyser.ts';
import { centreOf } from './box.ts';
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
 * Lays the mesh on a detected face; undefined when the model sees no face there. A second look, framed by the first
 * one's mesh, gains nothing (LFW, 40 enrolled, 0.1 % FPIR: 90.4 % found with it, 91.2 % without).
 */
export async function layMesh(
  model: OpenModel,
  pyramid: Pyramid,
  face: Detection,
): Promise<FaceMesh | undefined> {
  const { input } = model.entry;
  const toPicture = cropToPicture(regionOf(face), input.widthPx, input.heightPx);
  const { mesh, presence } = await run(model, warpToTensor(pyramid, toPicture, input));
  if (presence < landmarks.minPresence) return undefined;
  const points: Point[] = [];
  const depths: number[] = [];
  for (let i = 0; i < mesh.length; i += 3) {
    points.push(applyAffine(toPicture, { x: mesh[i] ?? 0, y: mesh[i + 1] ?? 0 }));
    depths.push((mesh[i + 2] ?? 0) * scaleOf(toPicture));
  }
  return { points, depths, box: boxRound(points) };
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

/** A square with room round the face, turned so that the eyes lie level: what Face Mesh was trained on. */
function regionOf({ box, rightEye, leftEye }: Detection): Region {
  const side = Math.max(box.width, box.height) * landmarks.regionScale;
  const angle = Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
  return { centre: centreOf(box), width: side, height: side, angle };
}

function boxRound(points: readonly Point[]): Box {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
