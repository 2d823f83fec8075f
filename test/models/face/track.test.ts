import { describe, expect, it } from 'vitest';
import { buildGallery } from '../../../models/face/gallery.ts';
import { FaceTracker } from '../../../models/face/track.ts';
import { madeUpFace, madeUpPeople } from '../../helpers/made-up-faces.ts';

const seed = 411;
console.log(`seed ${seed}`);
const people = madeUpPeople(seed);
const [ann, bea, stranger] = [people.person(), people.person(), people.person()];
const enrolled = [
  { id: 'per_ann', embeddings: [people.pictureOf(ann), people.pictureOf(ann), people.pictureOf(ann)] },
  { id: 'per_bea', embeddings: [people.pictureOf(bea), people.pictureOf(bea), people.pictureOf(bea)] },
];
const start = 1_000_000;
const framePeriodMs = 200;

/** Plays one row of faces a frame, five frames a second, and returns what was said, with the frame it was said at. */
function play(frames: readonly (readonly ReturnType<typeof madeUpFace>[])[], tracker = knowingBoth()) {
  return frames.flatMap((faces, i) =>
    tracker.update(faces, start + i * framePeriodMs).map((said) => ({ frame: i, said })),
  );
}
const knowingBoth = () => new FaceTracker(() => buildGallery(enrolled));
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const show = (person: Float32Array, x?: number) => [madeUpFace(people.pictureOf(person), x)];

describe('FaceTracker', () => {
  it('recognises at the third fit frame, once', () => {
    const said = play(times(20, () => show(ann)));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({
      frame: 2,
      said: {
        kind: 'recognised',
        trackId: 1,
        id: 'per_ann',
        frames: 3,
        firstSeenAt: start,
        decidedAt: start + 400,
      },
    });
  });

  it('calls a stranger unknown after eight fit frames, once', () => {
    const said = play(times(30, () => show(stranger)));
    expect(said).toMatchObject([{ frame: 7, said: { kind: 'unknown', frames: 8, firstSeenAt: start } }]);
  });

  it('calls a stranger unknown after two seconds when fit frames are few', () => {
    const said = play(
      times(12, () => [show(stranger), [madeUpFace()], [madeUpFace()], [madeUpFace()]]).flat(),
    );
    expect(said).toMatchObject([{ frame: 12, said: { kind: 'unknown', frames: 4 } }]);
  });

  it('does not refuse somebody who turns towards the camera meanwhile', () => {
    // Half of a stranger's face: what the first frames of a turning head are like.
    const turning = ann.map((value, i) => value * 0.55 + (stranger[i] ?? 0) * 0.45);
    const said = play([...times(4, () => show(turning)), ...times(10, () => show(ann))]);
    expect(said.map(({ said }) => said.kind)).toEqual(['recognised']);
  });

  it('hints once when a face stays unfit for two seconds, and still recognises it afterwards', () => {
    const said = play([...times(15, () => [madeUpFace()]), ...times(5, () => show(bea))]);
    expect(said).toMatchObject([
      { frame: 10, said: { kind: 'unfit', reason: 'turned-away', trackId: 1 } },
      { frame: 17, said: { kind: 'recognised', id: 'per_bea', trackId: 1 } },
    ]);
  });

  it('follows two people at once', () => {
    const said = play(times(10, () => [...show(ann, 60), ...show(bea, 260)]));
    expect(said.map(({ said }) => (said.kind === 'recognised' ? said.id : said.kind)).sort()).toEqual([
      'per_ann',
      'per_bea',
    ]);
  });

  it('follows somebody who walks', () => {
    const said = play(times(12, () => 0).map((_, i) => show(ann, 40 + i * 25)));
    expect(said).toHaveLength(1);
  });

  it('begins a new track when somebody else takes the same place', () => {
    const said = play([...times(6, () => show(ann)), ...times(6, () => show(bea))]);
    expect(said).toMatchObject([
      { frame: 2, said: { kind: 'recognised', id: 'per_ann', trackId: 1, frames: 3 } },
      { frame: 8, said: { kind: 'recognised', id: 'per_bea', trackId: 2, frames: 3 } },
    ]);
  });

  it('does not let a stranger who takes the place of an undecided person pass for them', () => {
    const said = play([...times(2, () => show(ann)), ...times(12, () => show(stranger))]);
    expect(said.map(({ said }) => [said.kind, said.trackId])).toEqual([['unknown', 2]]);
  });

  it('one blurred frame is left out and breaks nothing', () => {
    const said = play([...times(2, () => show(ann)), show(stranger), ...times(6, () => show(ann))]);
    expect(said).toMatchObject([
      { frame: 3, said: { kind: 'recognised', id: 'per_ann', frames: 3, trackId: 1 } },
    ]);
  });

  it('a face that was away for a second comes back as another track; for less, as the same', () => {
    const visit = times(5, () => show(ann));
    const away = (frames: number) =>
      play([...visit, ...times(frames, () => []), ...visit]).map(({ said }) => said.trackId);
    expect(away(3)).toEqual([1]);
    expect(away(5)).toEqual([1, 2]);
  });

  it('knows whom the gallery knows at that moment', () => {
    let gallery = buildGallery([]);
    const tracker = new FaceTracker(() => gallery);
    const before = tracker.update(show(ann), start);
    gallery = buildGallery(enrolled);
    const after = [1, 2].flatMap((i) => tracker.update(show(ann), start + i * framePeriodMs));
    expect([before.length, after[0]?.kind]).toEqual([0, 'recognised']);
  });

  it('starts anew when the clock was set back', () => {
    const tracker = knowingBoth();
    play(
      times(5, () => show(ann)),
      tracker,
    );
    const said = times(4, () => 0).flatMap((_, i) =>
      tracker.update(show(ann), start - 3_600_000 + i * framePeriodMs),
    );
    expect(said).toMatchObject([{ kind: 'recognised', id: 'per_ann', trackId: 2 }]);
  });
});
