import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { keyIdOf } from '../../../sync/evidence/keys.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInData } from '../../helpers/log-writer.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
});
afterEach(() => server.close());

describe('who may send', () => {
  const url = () => `/api/v1/devices/${kiosk.device}/records`;

  test('a device that nobody enrolled is refused, with a finding', async () => {
    const path = '/api/v1/devices/dev_stranger/plans';
    const authorization = (await kiosk.authorize('GET', path)).replace(kiosk.device, 'dev_stranger');
    const answer = await server.inject({ url: path, headers: { authorization } });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'unknown_device']);
    expect(answer.json().message).toContain('未登记');
    await server.inject({ url: path, headers: { authorization } });
    expect((await server.findings()).map(({ code, device }) => [code, device])).toEqual([
      ['unknown-device', 'dev_stranger'],
    ]);
  });

  test.each([
    ['another body', () => kiosk.authorize('POST', url(), 'f'.repeat(64))],
    ['another path', () => kiosk.authorize('POST', '/api/v1/devices/x/records')],
    [
      'another key',
      async () => (await kiosk.authorize('POST', url())).replace(/sig="[^"]+"/, `sig="${'A'.repeat(86)}"`),
    ],
  ])('a signature over %s is refused', async (_name, authorization) => {
    const headers = { authorization: await authorization(), 'content-type': 'application/json' };
    const record = kiosk.append('check-in', checkInData({ at: server.clock.now() }));
    const payload = JSON.stringify({ head: await kiosk.signHead(), records: [record] });
    const answer = await server.inject({ method: 'POST', url: url(), headers, payload });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'bad_signature']);
    expect(await server.context.stores.records.devices()).toEqual([]);
  });

  test('an old request to read is refused without calling the kiosk a forger', async () => {
    const url = `/api/v1/devices/${kiosk.device}/plans`;
    const authorization = await kiosk.authorize('GET', url);
    server.clock.jumpWall(25 * 3_600_000);
    const answer = await server.inject({ url, headers: { authorization } });
    server.clock.jumpWall(-25 * 3_600_000);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'unauthorised', message: expect.stringContaining('时钟') });
    expect(await server.findings()).toEqual([]);
  });

  test('a signed body that is not JSON is refused with a sentence', async () => {
    const authorization = await kiosk.authorize('POST', url(), sha256('{"records":'));
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await server.inject({ method: 'POST', url: url(), headers, payload: '{"records":' });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_input']);
  });

  test('the certificate names the device’s key', () => {
    const { certificate, serverKey } = kiosk.enrolled;
    expect(openStatement('device-certificate', certificate, serverKey)?.body.publicKey).toBe(
      kiosk.signer.publicKey,
    );
    expect(keyIdOf(certificate.body.publicKey)).toBe(kiosk.identity.keyId);
  });
});
