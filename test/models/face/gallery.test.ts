import { describe, expect, it } from 'vitest';
import { cosine, meanEmbedding } from '../../../models/face/embedding.ts';
import { buildGallery } from '../../../models/face/gallery.ts';
import { recognitionThreshold } from '../../../models/face/recognition-threshold.ts';
import { recognition } from '../../../models/face/thresholds.ts';
import { madeUpPeople } from '../../helpers/made-up-faces.ts';

const seed = 20261121;
console.log(`seed ${seed}`);
const people = madeUpPeople(seed);

describe('buildGallery', () => {
  const persons = Array.from({ length: 20 }, () => people.person());
  const enrolled = persons.map((person, i) => ({
    id: `per_${i}`,
    embeddings: [people.pictureOf(person), people.pictureOf(person), people.pictureOf(person)],
  }));

  it('finds the person by the mean of what was enrolled, with second best and margin', () => {
    const gallery = buildGallery(enrolled);
    const probe = people.pictureOf(persons[7] as Float32Array);
    const match = gallery.match(probe);
    const scores = enrolled
      .map(({ embeddings }) => cosine(meanEmbedding(embeddings), probe))
      .sort((a, b) => b - a);
    expect(match).toEqual({
      best: 'per_7',
      score: scores[0],
      second: scores[1],
      margin: (scores[0] ?? 0) - (scores[1] ?? 0),
    });
    expect(gallery.decide(match)).toBe('per_7');
  });

  it('does not believe a stranger', () => {
    const gallery = buildGallery(enrolled);
    expect(gallery.decide(gallery.match(people.person()))).toBeUndefined();
  });

  it('does not choose between two who are alike', () => {
    const twin = people.person();
    const twins = ['a', 'b'].map((id) => ({ id, embeddings: [people.pictureOf(twin)] }));
    const gallery = buildGallery(twins);
    const match = gallery.match(twin);
    expect(match.score).toBeGreaterThan(recognitionThreshold(2));
    expect(match.margin).toBeLessThan(recognition.minMargin);
    expect(gallery.decide(match)).toBeUndefined();
  });

  it('with one person enrolled there is no second best to beat', () => {
    const gallery = buildGallery(enrolled.slice(0, 1));
    expect(gallery.decide(gallery.match(people.pictureOf(persons[0] as Float32Array)))).toBe('per_0');
  });

  it('empty, or of people without pictures, knows nobody', () => {
    const gallery = buildGallery([{ id: 'per_0', embeddings: [] }]);
    const match = gallery.match(people.person());
    expect([gallery.size, match.best, gallery.decide(match)]).toEqual([0, undefined, undefined]);
  });
});

describe('recognitionThreshold', () => {
  const table = [
    { enrolled: 10, atLeast: 0.96 },
    { enrolled: 100, atLeast: 0.97 },
  ];

  it('follows the logarithm between and above the rows, and never falls below the first', () => {
    const at = (enrolled: number) => Number(recognitionThreshold(enrolled, table).toFixed(6));
    expect([0, 1, 10, 100, 1000].map(at)).toEqual([0.96, 0.96, 0.96, 0.97, 0.98]);
    expect(at(Math.round(Math.sqrt(1000)))).toBeCloseTo(0.965, 3);
  });

  it('asks for at least what strangers reached in the measurement', () => {
    // 0.1 % FPIR of averaged strangers on LFW, see manifest.json.
    for (const [enrolled, measured] of [
      [1, 0.948],
      [5, 0.956],
      [10, 0.957],
      [20, 0.961],
      [40, 0.962],
      [80, 0.967],
      [150, 0.967],
    ] as const) {
      expect(recognitionThreshold(enrolled)).toBeGreaterThanOrEqual(measured + 0.001);
    }
  });

  it('accepts nobody by an empty table', () => {
    expect(recognitionThreshold(40, [])).toBe(1);
  });
});
