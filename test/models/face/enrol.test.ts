import { describe, expect, it } from 'vitest';
import { chooseForEnrolment } from '../../../models/face/enrol.ts';
import { madeUpFace, madeUpPeople } from '../../helpers/made-up-faces.ts';

const seed = 77;
console.log(`seed ${seed}`);
const people = madeUpPeople(seed);
const [ann, bea] = [people.person(), people.person()];
const frames = (person: Float32Array, yaws: readonly number[]) =>
  yaws.map((yawDegrees) => [{ ...madeUpFace(people.pictureOf(person)), yawDegrees }]);

describe('chooseForEnrolment', () => {
  it('chooses five faces that are turned as differently as there are', () => {
    const choice = chooseForEnrolment(frames(ann, [0, 1, 0, 2, 1, -20, -11, 9, 22, 1, 0]));
    expect(choice).toMatchObject({ kind: 'enrolled', yawSpreadDegrees: 42 });
    if (choice.kind !== 'enrolled') return;
    expect(choice.embeddings).toHaveLength(5);
    expect(choice.consistency).toBeGreaterThan(0.95);
  });

  it('leaves out blurred and unfit faces', () => {
    const blurred = frames(ann, [0, 0, 0, 0]).map(([face]) => [
      { ...(face as object), sharpness: 0.004 } as never,
    ]);
    const choice = chooseForEnrolment([...blurred, ...frames(ann, [1, 2]), [madeUpFace()]]);
    expect(choice).toEqual({ kind: 'refused', reason: 'too-few-good' });
  });

  it('refuses pictures of two people', () => {
    const choice = chooseForEnrolment([...frames(ann, [0, 5, 10]), ...frames(bea, [0, 5, 10])]);
    expect(choice).toEqual({ kind: 'refused', reason: 'inconsistent' });
    const oneIntruder = chooseForEnrolment([...frames(ann, [0, 5, 10, 3, 4, 6]), ...frames(bea, [0])]);
    expect(oneIntruder).toEqual({ kind: 'refused', reason: 'inconsistent' });
  });

  it('refuses when somebody else stands in the picture most of the time', () => {
    const both = frames(ann, [0, 3, 6, 9]).map((faces) => [...faces, madeUpFace(people.pictureOf(bea), 300)]);
    expect(chooseForEnrolment(both)).toEqual({ kind: 'refused', reason: 'several-faces' });
  });

  it('lets somebody pass behind for a frame', () => {
    const passing = [madeUpFace(people.pictureOf(ann)), madeUpFace(people.pictureOf(bea), 300)];
    expect(chooseForEnrolment([...frames(ann, [0, 5, 10, -5]), passing])).toMatchObject({ kind: 'enrolled' });
  });

  it('refuses no frames at all', () => {
    expect(chooseForEnrolment([])).toEqual({ kind: 'refused', reason: 'too-few-good' });
  });
});
