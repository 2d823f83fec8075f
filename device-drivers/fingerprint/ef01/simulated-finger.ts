import { createHash } from 'node:crypto';

/** Made-up features of a made-up finger: a direction in space, drawn from its name. They come from no person. */
export type Features = readonly number[];

const dimensions = 128;
const noiseShare = 0.35;

/** What one press of the finger `name` gives. The same name and press give the same numbers, always. */
export function featuresOf(name: string, press: number): Features {
  const noise = draw(`${name}#${press}`);
  return draw(name).map((value, i) => Math.round(value + noiseShare * (noise[i] ?? 0)));
}

/** The mean of several captures. */
export function mergeFeatures(captures: readonly Features[]): Features {
  const sum = (i: number) => captures.reduce((total, features) => total + (features[i] ?? 0), 0);
  return Array.from({ length: dimensions }, (_, i) => Math.round(sum(i) / captures.length));
}

/** 0 … 220 in the scale of such modules: about 150 to 200 for one finger, 0 for two (6 σ apart). */
export function matchScore(a: Features, b: Features): number {
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  return Math.max(0, Math.round((cosine - 0.45) * 400));
}

function draw(seed: string): number[] {
  const blocks = Array.from({ length: dimensions / 32 }, (_, i) =>
    createHash('sha256').update(`${seed}/${i}`).digest(),
  );
  return [...Buffer.concat(blocks)].map((byte) => byte - 128);
}

function dot(a: Features, b: Features): number {
  return a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);
}
