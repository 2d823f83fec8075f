import type { Picture } from './analyser.ts';
import { partInside } from './box.ts';
import type { FaceMesh } from './mesh.ts';
import { fitness } from './thresholds.ts';

/** Why a face cannot be recognised as it stands; undefined when it can. */
export function findUnfitness(
  mesh: FaceMesh,
  yawDegrees: number,
  picture: Picture,
): 'too-small' | 'turned-away' | 'cut-off' | undefined {
  if (partInside(mesh.box, picture) < fitness.minPartInside) return 'cut-off';
  if (Math.max(mesh.box.width, mesh.box.height) < fitness.minFaceHeightPx) return 'too-small';
  if (Math.abs(yawDegrees) > fitness.maxYawDegrees) return 'turned-away';
  return undefined;
}
