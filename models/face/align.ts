import { type Affine, fitSimilarity, type Point } from '../image/affine.ts';
import { type FaceMesh, meshPoint } from './mesh.ts';

// dlib, image_transforms/interpolation.h, get_face_chip_details(): the average face, on the unit square.
const template: readonly (readonly [number, Point])[] = [
  [meshPoint.leftEyeOuter, { x: 0.8595674595992, y: 0.2134981538014 }],
  [meshPoint.leftEyeInner, { x: 0.6460604764104, y: 0.2289674387677 }],
  [meshPoint.rightEyeOuter, { x: 0.1205750620789, y: 0.2137274526848 }],
  [meshPoint.rightEyeInner, { x: 0.3340850613712, y: 0.2290642403242 }],
  [meshPoint.noseBase, { x: 0.4901123135679, y: 0.6277975316475 }],
];
const padding = 0.25;

/** From the pixels of dlib's face chip (square, `sizePx` wide) to the picture. */
export function chipToPicture(mesh: FaceMesh, sizePx: number): Affine {
  const place = (at: number) => ((at + padding) / (1 + 2 * padding)) * sizePx;
  const inChip = template.map(([, { x, y }]) => ({ x: place(x), y: place(y) }));
  const inPicture = template.map(([number]) => mesh.points[number] ?? { x: 0, y: 0 });
  return fitSimilarity(inChip, inPicture);
}
