import { expect, test } from 'vitest';
import {
  featuresOf,
  matchScore,
  mergeFeatures,
} from '../../../../device-drivers/fingerprint/ef01/simulated-finger.ts';

const names = Array.from({ length: 60 }, (_, i) => `finger-${i}`);

test('one finger matches itself in any two presses, and no other finger does', () => {
  const templates = names.map((name) => mergeFeatures([1, 2, 3].map((press) => featuresOf(name, press))));
  for (const [i, name] of names.entries()) {
    const scores = templates.map((template) => matchScore(featuresOf(name, 9), template));
    expect(scores[i]).toBeGreaterThan(120);
    expect(Math.max(...scores.filter((_, other) => other !== i))).toBeLessThan(50);
  }
});

test('the same press gives the same features, another press others', () => {
  expect(featuresOf('wang', 1)).toEqual(featuresOf('wang', 1));
  expect(featuresOf('wang', 1)).not.toEqual(featuresOf('wang', 2));
});
