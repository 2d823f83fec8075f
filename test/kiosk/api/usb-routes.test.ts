import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KioskApi } from '../../../kiosk/api/kiosk-api.ts';
import { createKioskApi } from '../../../kiosk/api/server.ts';
import type { RemovableDisk } from '../../../kiosk/usb/removable-disks.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { nine } from '../../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk } from '../../helpers/test-kiosk.ts';

const clock = new SimulatedClock(nine);
let kiosk: TestKiosk;
let api: KioskApi;
let path: string;
let disks: RemovableDisk[];
let cookie = '';

beforeEach(async () => {
  path = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  disks = [{ id: 'usb_a', label: 'KINGSTON', freeBytes: 5e9, writable: true, path }];
  kiosk = await openTestKiosk({ clock, serverUrl: 'http://127.0.0.1:9', disks: async () => disks });
  const logger = pino({ level: 'silent' });
  api = await createKioskApi(kiosk.app, { logger, uiDir: 'none', version: '0', host: '127.0.0.1' });
  cookie = '';
});
afterEach(async () => {
  await api.close();
  await kiosk.close();
  rmSync(path, { recursive: true });
});

async function send(method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = { cookie };
  const answer = await api.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
  const set = answer.cookies[0];
  if (set) cookie = `${set.name}=${set.value}`;
  return { status: answer.statusCode, text: answer.body, body: answer.body === '' ? null : answer.json() };
}

const signIn = () => send('POST', 'admin/session', { pin: '135790' });
const exportTo = (disk: string) => send('POST', 'usb/export', { disk });
const importFrom = (disk: string) => send('POST', 'usb/import', { disk });

test('nothing of it is there without the class admin’s PIN', async () => {
  const answers = [await send('GET', 'usb'), await exportTo('usb_a'), await importFrom('usb_a')];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(readdirSync(path)).toEqual([]);
});

describe('with the PIN', () => {
  beforeEach(signIn);

  test('the page sees disks by label and room, never by path, and what waits', async () => {
    const { status, body, text } = await send('GET', 'usb');
    expect(status).toBe(200);
    expect(body.disks).toEqual([{ id: 'usb_a', label: 'KINGSTON', freeBytes: 5e9, writable: true }]);
    expect(body.waiting).toMatchObject({ records: kiosk.log.lastSeq, segments: 0 });
    expect(body.waiting.bytes).toBeGreaterThan(0);
    expect(text).not.toContain(path);
  });

  test('the evidence goes into a folder of its own, which the answer names', async () => {
    const { status, body, text } = await exportTo('usb_a');
    const folder = `keqin-${kiosk.log.identity.device}-1-${kiosk.log.lastSeq}`;
    expect(status).toBe(200);
    expect(body).toEqual({
      outcome: 'exported',
      folder,
      records: kiosk.log.lastSeq,
      segments: 0,
      damaged: 0,
    });
    expect(readdirSync(join(path, folder))).toEqual(['log.jsonl', 'segments']);
    expect(text).not.toContain(path);
  });

  test.each(['/tmp', '../../etc', '..', 'usb_a/../..', ''])(
    '%j is no disk, and nothing is written',
    async (disk) => {
      expect((await exportTo(disk)).status).toBe(400);
      expect((await importFrom(disk)).status).toBe(400);
      expect(readdirSync(path)).toEqual([]);
    },
  );

  test('a disk that is not plugged in, or no more', async () => {
    expect(await exportTo('usb_b')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('U盘') },
    });
    disks = [];
    expect(await exportTo('usb_a')).toMatchObject({ status: 404 });
    rmSync(path, { recursive: true });
    disks = [{ id: 'usb_a', label: 'KINGSTON', freeBytes: 0, writable: true, path }];
    expect(await exportTo('usb_a')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('拔出') },
    });
    path = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  });

  test('a read-only disk is told as such', async () => {
    disks = disks.map((disk) => ({ ...disk, writable: false }));
    expect(await exportTo('usb_a')).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('只读') },
    });
    expect(readdirSync(path)).toEqual([]);
  });

  test('a disk with links where evidence goes is refused, and what they name is not touched', async () => {
    const victim = join(kiosk.dir, 'victim');
    writeFileSync(victim, 'mine');
    symlinkSync(kiosk.dir, join(path, `keqin-${kiosk.log.identity.device}-1-9`));
    const before = readdirSync(kiosk.dir).sort();
    expect(await exportTo('usb_a')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('链接') },
    });
    expect(readdirSync(kiosk.dir).sort()).toEqual(before);
  });

  test('a kiosk that is not enrolled takes nothing in', async () => {
    expect(await importFrom('usb_a')).toMatchObject({
      status: 409,
      body: { code: 'conflict', message: '本机尚未登记，请先联网登记一次。' },
    });
  });

  test('a second export in the meantime is a conflict; afterwards there is none', async () => {
    const [first, second] = await Promise.all([exportTo('usb_a'), exportTo('usb_a')]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    expect((await exportTo('usb_a')).status).toBe(200);
    disks = [];
    expect((await exportTo('usb_a')).status).toBe(404);
    expect((await send('GET', 'usb')).body.work).toBeNull();
  });
});
