import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { AttendanceStore } from '../../../kiosk/attendance/attendance-store.ts';
import { CheckInDesk } from '../../../kiosk/attendance/check-in-desk.ts';
import { FaceStore } from '../../../kiosk/enrolment/face-store.ts';
import { AnalysedFaces } from '../../../kiosk/vision/analysed-faces.ts';
import { FaceWatch } from '../../../kiosk/vision/face-watch.ts';
import type { FaceFound } from '../../../models/face/analyser.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { madeUpFace, madeUpPeople } from '../../helpers/made-up-faces.ts';

const people = madeUpPeople(20261121);
const one = people.person();
const stranger = people.person();
const modelDigest = 'a'.repeat(64);
const identity = { class: 'cls_a', person: 'per_1' };

let store: ReturnType<typeof kioskStore>;
let camera: FakeCamera;
let desk: CheckInDesk;
let faceStore: FaceStore;
let watch: FaceWatch;
/** What the analyser finds in the next frames. */
let seen: FaceFound[];

beforeEach(() => {
  store = kioskStore();
  store.adopt();
  const { clock, log, plans, db, dir } = store;
  desk = new CheckInDesk({ clock, log, plans, attendance: new AttendanceStore(db) });
  camera = new FakeCamera(dir);
  faceStore = new FaceStore(db);
  faceStore.save(identity, modelDigest, [
    people.pictureOf(one),
    people.pictureOf(one),
    people.pictureOf(one),
  ]);
  const analyser = { modelDigest, modelName: 'made-up', analyse: async () => seen, close: async () => {} };
  const faces = new AnalysedFaces(camera, analyser, pino({ level: 'silent' }));
  watch = new FaceWatch({ faces, store: faceStore, desk, clock });
});

/** `count` frames at five a second, each with what `look` gives. */
async function look(count: number, look: () => FaceFound[]): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    seen = look();
    store.clock.advance(200);
    camera.giveFrame({ width: 1, height: 1, rgb: Buffer.alloc(3), at: store.clock.now() });
    await watch.faces.close();
  }
}

const decisions = () => store.db.prepare('SELECT person, outcome, reason FROM check_ins ORDER BY seq').all();
const comes = (person: Float32Array) => () => [madeUpFace(people.pictureOf(person))];

describe('faces at the door camera', () => {
  test('an enrolled person is checked in once in a visit, with what was measured', async () => {
    await look(20, comes(one));
    expect(decisions()).toEqual([{ person: 'per_1', outcome: 'accepted', reason: 'on-time' }]);
    const { envelope } = store.log.after(0, 100).at(-1) as { envelope: string };
    const { evidence } = JSON.parse(envelope).body.data;
    expect(evidence).toMatchObject({ kind: 'face', model: 'made-up', modelDigest });
    expect(evidence.score).toBeGreaterThan(evidence.threshold);
    expect(evidence.frames).toBeGreaterThanOrEqual(3);
    expect(evidence.decisionMs).toBeGreaterThanOrEqual(400);
    expect(envelope).not.toContain('embedding');
  });

  test('a stranger is refused, and says so', async () => {
    await look(20, comes(stranger));
    expect(decisions()).toEqual([{ person: null, outcome: 'refused', reason: 'unknown-person' }]);
    expect(desk.notice).toMatchObject({ kind: 'refused', reason: 'unknown-person' });
  });

  test('a face turned away is helped, not judged', async () => {
    await look(15, () => [madeUpFace()]);
    expect(decisions()).toEqual([]);
    expect(desk.notice).toMatchObject({ kind: 'hint', reason: 'face-camera' });
  });

  test('nobody is checked in by standing there while somebody is enrolled', async () => {
    watch.pause(true);
    await look(20, comes(one));
    expect(decisions()).toEqual([]);
    watch.pause(false);
    await look(10, comes(one));
    expect(decisions()).toHaveLength(1);
  });

  test('who is enrolled now is known at once; templates of another model are of no use', async () => {
    faceStore.save({ class: 'cls_a', person: 'per_2' }, modelDigest, [people.pictureOf(stranger)]);
    watch.reload();
    await look(10, comes(stranger));
    expect(decisions()).toMatchObject([{ person: 'per_2', outcome: 'accepted' }]);
    expect(faceStore.ofModel('b'.repeat(64))).toEqual([]);
  });
});
