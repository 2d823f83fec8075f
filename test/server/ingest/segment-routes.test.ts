import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const video = Buffer.alloc(300_000, 'frames');

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;

async function setUp(options: Parameters<typeof startTestServer>[0] = {}): Promise<void> {
  server = await startTestServer(options);
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
}

const stored = () =>
  readdirSync(join(server.dir, 'segments'), { recursive: true }).filter((name) =>
    /\.(mp4|part)$/.test(`${name}`),
  );

describe('segments', () => {
  beforeEach(() => setUp());
  afterEach(() => server.close());

  test('an announced segment is stored and receipted; sent again, the same receipt', async () => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const answer = await kiosk.upload(video);
    expect(answer.statusCode).toBe(200);
    const receipt = openStatement('segment-receipt', answer.json().receipt, server.serverKey.publicKey);
    expect(receipt?.body).toMatchObject({
      device: kiosk.device,
      sha256: sha256(video),
      sizeBytes: video.length,
    });
    server.clock.advance(5_000);
    expect((await kiosk.upload(video)).json()).toEqual(answer.json());
    expect(stored()).toHaveLength(1);
  });

  test('a segment that no record announces is refused', async () => {
    const answer = await kiosk.upload(video);
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
  });

  test('another kiosk’s announcement does not serve', async () => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const other = await FakeKiosk.enrol(server);
    expect((await other.upload(video)).statusCode).toBe(409);
  });

  test.each([
    ['application/json', '{"a":1}'],
    ['application/json', '["frames"]'],
    ['text/plain', 'frames'],
  ])('as %s it is refused in a sentence', async (type, payload) => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const url = `/api/v1/devices/${kiosk.device}/segments/${sha256(video)}`;
    const headers = { authorization: await kiosk.authorize('PUT', url, sha256(video)), 'content-type': type };
    const answer = await server.inject({ method: 'PUT', url, headers, payload });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'invalid_input']);
    expect(answer.json().messageEn).toContain('content type');
    expect(stored()).toEqual([]);
  });

  test('other bytes than announced are refused, with a finding', async () => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const changed = Buffer.from(video);
    changed[1_000] = 0;
    const answer = await kiosk.upload(changed, sha256(video));
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'digest_mismatch']);
    const [found] = await server.findings();
    expect(found).toMatchObject({
      code: 'segment-digest-mismatch',
      class: classId,
      subject: { id: sha256(video) },
    });
    expect(stored()).toEqual([]);
    expect((await kiosk.upload(video)).statusCode).toBe(200);
  });

  test('fewer bytes than announced are a truncated upload', async () => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const answer = await kiosk.upload(video.subarray(0, 10_000), sha256(video));
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'truncated_upload']);
    expect(stored()).toEqual([]);
  });

  test('bytes without an end are given up over a real line, too, and leave nothing', async () => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const address = await server.fastify.listen({ host: '127.0.0.1', port: 0 });
    const write = vi.spyOn(server.context.segmentStore, 'write');
    const path = `/api/v1/devices/${kiosk.device}/segments/${sha256(video)}`;
    const authorization = await kiosk.authorize('PUT', path, sha256(video));
    const headers = { authorization, 'content-type': 'video/mp4' };
    const put = request(new URL(path, address), { method: 'PUT', headers, agent: false });
    put.on('error', () => undefined);
    put.write(Buffer.concat([video, Buffer.alloc(2_000_000)]));
    await vi.waitFor(() => expect(write.mock.settledResults[0]?.type).toBe('rejected'));
    put.destroy();
    await expect(write.mock.results[0]?.value).rejects.toMatchObject({ code: 'digest_mismatch' });
    expect(stored()).toEqual([]);
  });

  test('a line that is cut in mid-upload leaves nothing, and the server goes on', async () => {
    kiosk.announce(video, {}, classId);
    await kiosk.send();
    const address = new URL(await server.fastify.listen({ host: '127.0.0.1', port: 0 }));
    const write = vi.spyOn(server.context.segmentStore, 'write');
    const path = `/api/v1/devices/${kiosk.device}/segments/${sha256(video)}`;
    const head = [
      `PUT ${path} HTTP/1.1`,
      'Host: server',
      'Content-Type: video/mp4',
      `Content-Length: ${video.length}`,
      `Authorization: ${await kiosk.authorize('PUT', path, sha256(video))}`,
    ];
    const socket = connect(Number(address.port), address.hostname);
    await once(socket, 'connect');
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(video.subarray(0, 100_000));
    await vi.waitFor(() => expect(stored()).toHaveLength(1));
    socket.destroy();
    await vi.waitFor(() => expect(stored()).toEqual([]));
    await expect(write.mock.results[0]?.value).rejects.toMatchObject({ code: 'truncated_upload' });

    const authorization = await kiosk.authorize('PUT', path, sha256(video));
    const headers = { authorization, 'content-type': 'video/mp4' };
    const whole = await fetch(new URL(path, address), { method: 'PUT', headers, body: video });
    expect(whole.status).toBe(200);
  });
});

test('a full disk answers 507 with a sentence; with room again, the segment comes', async () => {
  let full = true;
  const open = (async (path: string, flags: string, mode?: number) => {
    const handle = await files.open(path, flags, mode);
    if (full && path.endsWith('.part')) {
      handle.writev = async () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      };
    }
    return handle;
  }) as typeof files.open;
  await setUp({ files: { ...files, open } });
  kiosk.announce(video, {}, classId);
  await kiosk.send();
  const answer = await kiosk.upload(video);
  expect([answer.statusCode, answer.json().code]).toEqual([507, 'disk_full']);
  expect(answer.json().message).toContain('磁盘已满');
  full = false;
  expect((await kiosk.upload(video)).statusCode).toBe(200);
  await server.close();
});
