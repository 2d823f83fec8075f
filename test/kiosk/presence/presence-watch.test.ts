import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Frame } from '../../../device-drivers/camera/camera.ts';
import { FaceStore } from '../../../kiosk/enrolment/face-store.ts';
import { PresenceWatch } from '../../../kiosk/presence/presence-watch.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { scrubKiosk } from '../../../kiosk/store/scrub.ts';
import type { CrowdFace } from '../../../models/face/crowd.ts';
import { createLog } from '../../../sync/base/log.ts';
import { drawnMoments } from '../../../sync/contract/drawn-moments.ts';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { madeUpPeople } from '../../helpers/made-up-faces.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const plan = samplePlan({ draw: '7c'.repeat(32) });
const moments = drawnMoments(plan).filter(({ session }) => session === 'ses_am');
const photos = moments.filter(({ kind }) => kind === 'photo');
const looks = moments.filter(({ kind }) => kind === 'presence');
const people = madeUpPeople(4);
const [first, second, stranger] = [people.person(), people.person(), people.person()];

let kiosk: ReturnType<typeof kioskStore>;
let segments: SegmentStore;
let faceStore: FaceStore;
let watch: PresenceWatch;
/** What the room camera and the counter of heads do. */
let room: { cameraWorks: boolean; hasRoom: boolean; faces: (readonly CrowdFace[])[] };

beforeEach(() => {
  kiosk = kioskStore();
  kiosk.adopt(plan);
  const { clock, db, dir, log, plans } = kiosk;
  segments = new SegmentStore(db, join(dir, 'video'));
  faceStore = new FaceStore(db);
  room = { cameraWorks: true, hasRoom: true, faces: [[]] };
  let look = 0;
  const crowd = {
    ...{ modelName: 'blazeface', modelDigest: 'd'.repeat(64), recogniserDigest: 'recogniser' },
    analyse: async () => [...(room.faces[look++ % room.faces.length] ?? [])],
    close: async () => {},
  };
  const take = async (count: number): Promise<Frame[]> => {
    if (!room.cameraWorks) throw new Error('the camera gave no picture');
    const at = clock.now() + 300;
    return Array.from({ length: count }, (_, i) => ({ ...picture, at: at + i * 700 }));
  };
  const logger = createLog('kiosk', 'silent');
  const disk = { hasRoomForVideo: async () => room.hasRoom };
  watch = new PresenceWatch({
    clock,
    logger,
    db,
    log,
    plans,
    segments,
    faceStore,
    crowd,
    disk,
    pictures: { take },
  });
});

const picture = { width: 64, height: 36, rgb: Buffer.alloc(64 * 36 * 3, 90) };
const face = (embedding?: Float32Array): CrowdFace => ({
  box: { x: 0, y: 0, width: 30, height: 30 },
  confidence: 0.9,
  ...(embedding && { embedding }),
});
const records = (kind: string): Record<string, unknown>[] =>
  kiosk.log
    .after(0, 500)
    .map(({ envelope }) => (JSON.parse(envelope) as SignedRecord).body)
    .filter((body) => body.kind === kind)
    .map((body) => ({ class: body.class, ...body.data }));
const tickAt = (at: number) => {
  kiosk.clock.advanceTo(at);
  return watch.tick();
};
const files = () => readdirSync(join(kiosk.dir, 'video'));

describe('photographs', () => {
  test('one at each drawn moment, on disk under its digest, and never another', async () => {
    for (const { dueAt } of moments) await tickAt(dueAt);
    await tickAt(nine + 90 * minute - 1);
    expect(records('photo')).toMatchObject(
      photos.map(({ dueAt }) => ({
        class: 'cls_a',
        session: 'ses_am',
        camera: 'room',
        dueAt,
        width: 64,
        height: 36,
      })),
    );
    for (const photo of records('photo') as {
      sha256: string;
      sizeBytes: number;
      at: number;
      dueAt: number;
    }[]) {
      const bytes = readFileSync(segments.fileOf(photo.sha256));
      expect([sha256(bytes), bytes.length]).toEqual([photo.sha256, photo.sizeBytes]);
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 36 });
      expect(photo.at).toBe(photo.dueAt + 300);
    }
    expect(files()).toHaveLength(2);
  });

  test('a moment missed is made up for when the camera is back, and says when', async () => {
    room.cameraWorks = false;
    await tickAt(photos[0]!.dueAt);
    await tickAt(photos[0]!.dueAt + 5 * minute);
    expect(records('photo')).toEqual([]);
    room.cameraWorks = true;
    kiosk.clock.advance(2_000);
    await watch.tick();
    const { dueAt } = photos[0]!;
    expect(records('photo')).toMatchObject([{ dueAt, at: dueAt + 5 * minute + 2_300 }]);
  });

  test('after the session none is made up for', async () => {
    room.cameraWorks = false;
    for (const { dueAt } of moments) await tickAt(dueAt);
    room.cameraWorks = true;
    await tickAt(nine + 90 * minute);
    await tickAt(nine + 280 * minute);
    expect(records('photo').filter(({ session }) => session === 'ses_am')).toEqual([]);
  });

  test('with no room for it nothing is written; with room again it is', async () => {
    room.hasRoom = false;
    await tickAt(photos[0]!.dueAt);
    expect(records('photo')).toEqual([]);
    room.hasRoom = true;
    await watch.tick();
    expect(records('photo')).toHaveLength(1);
  });

  test('a record that cannot be written leaves no file', async () => {
    kiosk.db.exec(`CREATE TRIGGER full BEFORE INSERT ON photos BEGIN SELECT raise(ABORT, 'full'); END`);
    await tickAt(photos[0]!.dueAt);
    expect(records('photo')).toEqual([]);
    expect(files()).toEqual([]);
  });

  test('wait for the server like segments, are deleted only against a receipt, and are missed when gone', async () => {
    await tickAt(photos[0]!.dueAt);
    const digest = segments.allWaiting()[0]?.sha256 ?? '';
    expect(segments.countWaiting()).toBe(1);
    expect(segments.nextWaiting()?.sha256).toBe(digest);
    expect(await segments.deleteReceived(Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(await scrubKiosk(kiosk.db, kiosk.log, segments)).toEqual([]);
    segments.settle(digest, 'received', 'receipt', nine);
    expect(segments.countWaiting()).toBe(0);
    rmSync(segments.fileOf(digest));
    const damage = [{ item: 'segment', subject: digest, found: 'missing' }];
    expect(await scrubKiosk(kiosk.db, kiosk.log, segments)).toEqual(damage);
    expect(await segments.deleteReceived(nine + 1)).toBe(1);
    expect(segments.onDisk()).toEqual([]);
  });
});

describe('looks into the room', () => {
  test('count the fullest of three pictures, at each drawn moment', async () => {
    room.faces = [[face()], [face(), face(), face()], [face(), face()]];
    for (const { dueAt } of moments) await tickAt(dueAt);
    expect(records('presence')).toMatchObject(
      looks.map(({ dueAt }) => ({ dueAt, at: dueAt + 1_000, heads: 3, recognised: [], model: 'blazeface' })),
    );
  });

  test('an empty room is a record of no heads', async () => {
    await tickAt(looks[0]!.dueAt);
    expect(records('presence')).toMatchObject([{ heads: 0, recognised: [] }]);
  });

  test('name whom they recognise, once, if that person consented and is of this class', async () => {
    enrol('per_1', first, true);
    enrol('per_2', second, false);
    enrol('per_x', second, true, 'cls_other');
    const seen = [first, second, stranger].map((person) => face(people.pictureOf(person)));
    room.faces = [seen, [...seen, face(first)], []];
    await tickAt(looks[0]!.dueAt);
    const [look] = records('presence') as {
      heads?: number;
      recognised?: { person: string; score: number }[];
    }[];
    expect(look?.heads).toBe(4);
    expect(look?.recognised).toEqual([{ person: 'per_1', score: 1 }]);
  });

  test('a consent that was taken back counts from then on', async () => {
    enrol('per_1', first, true);
    kiosk.log.append('consent', 'cls_a', {
      person: 'per_1',
      use: 'face',
      granted: false,
      assessment: 'PIA-1',
    });
    room.faces = [[face(first)]];
    await tickAt(looks[0]!.dueAt);
    expect(records('presence')).toMatchObject([{ heads: 1, recognised: [] }]);
  });

  test('a record holds numbers and ids, and nothing of a picture or a template', async () => {
    enrol('per_1', first, true);
    room.faces = [[face(first)]];
    await tickAt(looks[0]!.dueAt);
    const fields = [
      'class',
      'session',
      'camera',
      'dueAt',
      'at',
      'width',
      'height',
      'heads',
      'recognised',
      'model',
      'modelDigest',
    ];
    expect(Object.keys(records('presence')[0] ?? {}).sort()).toEqual(fields.sort());
    expect(JSON.stringify(records('presence')).length).toBeLessThan(500);
  });

  function enrol(person: string, embedding: Float32Array, granted: boolean, classId = 'cls_a') {
    kiosk.log.append('consent', classId, { person, use: 'face', granted, assessment: 'PIA-1' });
    faceStore.save({ class: classId, person }, 'recogniser', [embedding]);
  }
});
