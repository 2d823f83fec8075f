import type { Touch } from '../reader.ts';
import { code } from './codes.ts';
import { extractFeatures, getImage, refusal } from './commands.ts';
import type { Ef01Link } from './link.ts';

export type PoorReason = Extract<Touch, { kind: 'poor' }>['reason'];

/** One look at the sensor. */
export type Capture =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'features' }
  | { readonly kind: 'poor'; readonly reason: PoorReason };

/** How often one touch is read before it counts as poor: the first image is often of a finger still landing. */
export const readsPerTouch = 3;

const poorReasons = new Map<number, PoorReason>([
  [code.captureFailed, 'unclear'],
  [code.tooDry, 'dry'],
  [code.tooWet, 'wet'],
  [code.tooMessy, 'unclear'],
  [code.tooFewFeatures, 'partial'],
  [code.noValidImage, 'unclear'],
  [code.residualPrint, 'unclear'],
  [code.smallArea, 'partial'],
  [code.staticObject, 'unclear'],
]);

/** Takes an image and extracts its features into character buffer `buffer`. */
export async function captureInto(link: Ef01Link, buffer: number): Promise<Capture> {
  const imageCode = await link.run(getImage());
  if (imageCode === code.noFinger) return { kind: 'nothing' };
  if (imageCode !== code.ok) return poorOrThrow('GenImg', imageCode);
  const featureCode = await link.run(extractFeatures(buffer));
  return featureCode === code.ok ? { kind: 'features' } : poorOrThrow('Img2Tz', featureCode);
}

/** True when nothing lies on the sensor. */
export async function isFingerAway(link: Ef01Link): Promise<boolean> {
  return (await link.run(getImage())) === code.noFinger;
}

function poorOrThrow(command: string, value: number): Capture {
  const reason = poorReasons.get(value);
  if (!reason) throw refusal(command, value);
  return { kind: 'poor', reason };
}
