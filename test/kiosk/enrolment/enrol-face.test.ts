import { expect, test } from 'vitest';
import { enrolFace } from '../../../kiosk/enrolment/enrol-face.ts';
import { FaceStore } from '../../../kiosk/enrolment/face-store.ts';
import type { AnalysedFaces, FacesSeen } from '../../../kiosk/vision/analysed-faces.ts';
import type { FaceFound } from '../../../models/face/analyser.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { madeUpFace, madeUpPeople } from '../../helpers/made-up-faces.ts';
import { nine } from '../../helpers/sample-plan.ts';
import { openTestKiosk } from '../../helpers/test-kiosk.ts';

/** A door camera before which one person stands. */
function camera(face: () => FaceFound): AnalysedFaces {
  const watch = (listener: (seen: FacesSeen) => void) => {
    const timer = setInterval(() => listener({ at: 0, faces: [face()] }), 1);
    return () => clearInterval(timer);
  };
  return { watch, modelName: 'made-up', modelDigest: 'a'.repeat(64) } as unknown as AnalysedFaces;
}

test('one face is enrolled for one person of a class: in a second name it is refused, and nothing is kept', async () => {
  const kiosk = await openTestKiosk({ clock: new SimulatedClock(nine), serverUrl: 'http://127.0.0.1:9' });
  const people = madeUpPeople(7);
  const [ann, bea] = [people.person(), people.person()];
  const faceStore = new FaceStore(kiosk.db);
  const enrol = (who: Float32Array, person: string, classId = 'cls_1') =>
    enrolFace(
      { faces: camera(() => madeUpFace(people.pictureOf(who))), faceStore, log: kiosk.log },
      { class: classId, person },
    );
  const enrolled = { outcome: 'enrolled', reason: null };
  expect(await enrol(ann, 'per_1')).toEqual(enrolled);
  expect(await enrol(ann, 'per_2')).toEqual({ outcome: 'refused', reason: 'duplicate' });
  expect(faceStore.owners().map(({ person }) => person)).toEqual(['per_1']);
  // Somebody else is, the same person anew, and in another class under another id.
  expect(await enrol(bea, 'per_2')).toEqual(enrolled);
  expect(await enrol(ann, 'per_1')).toEqual(enrolled);
  expect(await enrol(ann, 'per_9', 'cls_2')).toEqual(enrolled);
  await kiosk.close();
});
