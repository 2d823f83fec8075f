import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreVerification } from '../../../server/verify/store-verification.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { type DrawnMoment, drawnMoments } from '../../../sync/contract/drawn-moments.ts';
import type { RecordData } from '../../../sync/contract/records.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const jpeg = Buffer.alloc(5_000, 'jpeg');

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
});
afterEach(() => server.close());

const firstOf = (kind: DrawnMoment['kind'], of = plan) =>
  drawnMoments(of).find((moment) => moment.kind === kind) as DrawnMoment;
const codes = async () =>
  (await server.findings()).map(({ code, subject }) => `${code} ${subject.id}`).sort();

function taken({ session, dueAt }: DrawnMoment) {
  return { session, camera: 'room' as const, dueAt, at: dueAt + 400, width: 1920, height: 1080 };
}

function announcePhoto(moment = firstOf('photo'), change: Partial<RecordData<'photo'>> = {}, bytes = jpeg) {
  const data = { ...taken(moment), sha256: sha256(bytes), sizeBytes: bytes.length, ...change };
  return kiosk.append('photo', data, { class: classId });
}

function look(moment = firstOf('presence'), change: Partial<RecordData<'presence'>> = {}) {
  const counted = { heads: 7, recognised: [], model: 'blazeface', modelDigest: 'd'.repeat(64) };
  return kiosk.append('presence', { ...taken(moment), ...counted, ...change }, { class: classId });
}

async function upload(bytes = jpeg) {
  const url = `/api/v1/devices/${kiosk.device}/segments/${sha256(bytes)}`;
  const authorization = await kiosk.authorize('PUT', url, sha256(bytes));
  const headers = { authorization, 'content-type': 'image/jpeg' };
  return server.inject({ method: 'PUT', url, headers, payload: bytes });
}

const verifyStore = () => new StoreVerification(server.context).run();
const storedFiles = () =>
  readdirSync(join(server.dir, 'segments'), { recursive: true })
    .map(String)
    .filter((name) => name.includes('.'));

describe('photographs', () => {
  test('one that a record announces is stored under its digest, as .jpg, and receipted', async () => {
    announcePhoto();
    await kiosk.send();
    const answer = await upload();
    const receipt = openStatement('segment-receipt', answer.json().receipt, server.serverKey.publicKey);
    expect(receipt?.body).toMatchObject({
      device: kiosk.device,
      sha256: sha256(jpeg),
      sizeBytes: jpeg.length,
    });
    expect(storedFiles()).toEqual([`${sha256(jpeg).slice(0, 2)}/${sha256(jpeg)}.jpg`]);
    expect(await server.context.segmentStore.digestOf(sha256(jpeg))).toBe(sha256(jpeg));
    expect((await upload()).json()).toEqual(answer.json());
    expect(await codes()).toEqual([]);
  });

  test('without a record it is refused', async () => {
    expect((await upload()).statusCode).toBe(409);
    expect(storedFiles()).toEqual([]);
  });

  test('of a record that is held it is kept, for the kiosk sends its files in order', async () => {
    announcePhoto(undefined, { dueAt: firstOf('photo').dueAt + 1 });
    await kiosk.send();
    expect(await codes()).toEqual(['moment-not-drawn 1']);
    expect((await upload()).statusCode).toBe(200);
    expect(storedFiles()).toHaveLength(1);
  });

  test('one that is changed on the server is found', async () => {
    announcePhoto();
    await kiosk.send();
    await upload();
    const [file = ''] = storedFiles();
    await verifyStore();
    expect(await codes()).toEqual([]);
    writeFileSync(join(server.dir, 'segments', file), 'another picture');
    await verifyStore();
    expect(await codes()).toEqual([`segment-changed ${sha256(jpeg)}`]);
    rmSync(join(server.dir, 'segments', file));
    await verifyStore();
    expect(await codes()).toEqual([`segment-missing ${sha256(jpeg)}`]);
  });
});

describe('moments', () => {
  test('records at drawn moments are accepted', async () => {
    for (const moment of drawnMoments(plan).filter(({ session }) => session === 'ses_am')) {
      if (moment.kind === 'photo') announcePhoto(moment, {}, Buffer.from(`${moment.dueAt}`));
      else look(moment);
    }
    await kiosk.send();
    expect(await codes()).toEqual([]);
  });

  test('records at moments of the kiosk’s own choice are held', async () => {
    look(undefined, { dueAt: firstOf('presence').dueAt + 60_000, at: firstOf('presence').dueAt + 60_000 });
    look(firstOf('photo'));
    look(undefined, { session: 'ses_pm' });
    look(undefined, { at: firstOf('presence').until + 10 * 60_000 });
    await kiosk.send();
    expect(await codes()).toEqual([1, 2, 3, 4].map((seq) => `moment-not-drawn ${seq}`));
  });

  test('a moment of an earlier version of the plan counts, and one of the newest', async () => {
    const filing = sampleFiling([kiosk.device], { class: classId });
    const periods = filing.periods.map((one) => ({
      ...one,
      startAt: one.startAt - 600_000,
      endAt: one.endAt - 600_000,
    }));
    await server.file({ ...filing, periods });
    const later = await server.plan(classId);
    expect(later.draw).toBe(plan.draw);
    expect(firstOf('presence', later).dueAt).not.toBe(firstOf('presence').dueAt);
    look(firstOf('presence', later));
    look(firstOf('presence'));
    await kiosk.send();
    expect(await codes()).toEqual([]);
  });

  test('without a proven time it waits for a person', async () => {
    const silent = await FakeKiosk.enrol(server, { contact: false });
    await server.file(sampleFiling([kiosk.device, silent.device], { class: classId }));
    kiosk = silent;
    look();
    await kiosk.send();
    expect(await codes()).toEqual(['time-unproven 1']);
  });
});
