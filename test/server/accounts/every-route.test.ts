import type { HTTPMethods } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GuardedRoute } from '../../../server/accounts/guards.ts';
import { hasRight, rights } from '../../../server/accounts/rights.ts';
import { AccountRole, Right } from '../../../sync/contract/accounts.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const roles = AccountRole.anyOf.map((role) => role.const);
const video = Buffer.from('a segment, as far as who may see it is concerned');
/** Open by design: they tell nothing of anyone, or are where credentials are shown. */
const open = ['GET /api/v1/health', 'GET /api/v1/trust', 'POST /api/v1/devices', 'POST /api/v1/session'];

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;

beforeAll(async () => {
  server = await startTestServer();
  await server.addAccount('organiser', 'organiser', '绥化某培训学校');
  await server.addAccount('class-admin', 'class-admin', '绥化某培训学校');
  await server.addAccount('other-organiser', 'organiser', '另一培训学校');
  await server.addAccount('other-class-admin', 'class-admin', '另一培训学校');
  await server.addAccount('finance-reviewer', 'finance-reviewer');
  await server.addAccount('bureau-admin', 'bureau-admin');
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  server.clock.advanceTo(testStart + 61 * 60_000);
  kiosk.announce(video, {}, classId);
  await kiosk.send();
  await kiosk.upload(video);
  await server.fastify.ready();
});
afterAll(() => server.close());

/** With ids that exist where they decide who is let through, and digests and ids of nothing elsewhere. */
const addressOf = ({ url }: GuardedRoute) =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => {
    const known: Record<string, string> = {
      ...{ class: classId, device: kiosk.device, session: 'ses_am', day: '2026-11-20' },
      ...{ number: '1', sha256: 'a'.repeat(64), user: 'nobody', msn: '0', part: '0' },
    };
    return known[name] ?? `${name}_none`;
  });
const nameOf = ({ method, url }: GuardedRoute) => `${method} ${url}`;
const ask = (route: GuardedRoute, as = server.inject) =>
  as({ method: route.method as HTTPMethods, url: addressOf(route) });
/** `DELETE /session` last: it ends the session with which the others are asked. */
const routesOf = (wanted: (route: GuardedRoute) => boolean) =>
  server.routes
    .filter(wanted)
    .toSorted(
      (a, b) =>
        Number(nameOf(a) === 'DELETE /api/v1/session') - Number(nameOf(b) === 'DELETE /api/v1/session'),
    );
const withRight = () => routesOf(({ guard }) => typeof guard === 'object');

describe('every route', () => {
  test('says who is let through; the open ones are these and no others', () => {
    const names = routesOf(({ guard, method }) => guard === 'anybody' && method !== 'HEAD').map(nameOf);
    expect(names.toSorted()).toEqual(open);
    expect(server.routes.length).toBeGreaterThan(60);
  });

  test('one that says nothing cannot be added', async () => {
    const other = await startTestServer();
    const add = () => other.fastify.get('/api/v1/forgotten', async () => 'everything');
    expect(add).toThrow('GET /api/v1/forgotten does not say who is let through');
    await other.close();
  });

  test('refuses who shows nothing', async () => {
    for (const route of routesOf(({ guard }) => guard !== 'anybody')) {
      expect([nameOf(route), (await ask(route)).statusCode]).toEqual([nameOf(route), 401]);
    }
  });

  test('for kiosks and pullers refuses every account', async () => {
    const others = routesOf(({ guard }) => guard === 'device' || guard === 'pull-token');
    expect(others.length).toBeGreaterThan(8);
    for (const role of roles) {
      const as = server.as(role);
      for (const route of others) {
        expect([role, nameOf(route), (await ask(route, as)).statusCode]).toEqual([role, nameOf(route), 401]);
      }
    }
  });
});

test.each(roles)('%s is let through where they have the right, and refused where not', async (role) => {
  const as = server.as(role);
  const routes = withRight();
  const counts = { through: 0, refused: 0 };
  for (const route of routes) {
    const { right } = route.guard as { right: Right };
    const answer = await ask(route, as);
    const name = `${role}: ${nameOf(route)} (${right})`;
    if (hasRight(role, right)) {
      counts.through += 1;
      expect([name, answer.statusCode]).not.toEqual([name, 401]);
      expect([name, answer.statusCode]).not.toEqual([name, 403]);
    } else {
      counts.refused += 1;
      expect([name, answer.statusCode]).toEqual([name, 403]);
      if (route.method !== 'HEAD') expect(answer.json().message).toBe('您的账号没有此项权限。');
    }
  }
  expect(counts.through).toBeGreaterThan(10);
  expect(counts.through + counts.refused).toBe(routes.length);
});

describe('another organiser’s class', () => {
  test.each(['other-organiser', 'other-class-admin'])('is not there for %s, on any route', async (user) => {
    const as = server.as(user);
    const ofClass = withRight().filter(({ url }) => url.includes('/:class'));
    expect(ofClass.length).toBeGreaterThan(20);
    for (const route of ofClass) {
      const answer = await ask(route, as);
      expect([nameOf(route), answer.statusCode]).toEqual([nameOf(route), 404]);
      if (route.method !== 'HEAD') expect(answer.json().message).toBe('没有该编号的班次。');
    }
  });

  test('and one that does not exist, are answered alike', async () => {
    const as = server.as('other-organiser');
    const [foreign, none] = [
      await as({ url: `/api/v1/classes/${classId}` }),
      await as({ url: '/api/v1/classes/cls_none' }),
    ];
    expect([foreign.statusCode, foreign.body]).toEqual([none.statusCode, none.body]);
  });

  test('stands on the wall of its own people and of the bureau only', async () => {
    const wallOf = async (user: string) =>
      (await server.as(user)({ url: '/api/v1/classes' })).json().classes.map(({ id }: { id: string }) => id);
    for (const user of roles) expect([user, await wallOf(user)]).toEqual([user, [classId]]);
    for (const user of ['other-organiser', 'other-class-admin']) {
      expect([user, await wallOf(user)]).toEqual([user, []]);
    }
  });

  test('keeps its video and its pictures', async () => {
    const digest = sha256(video);
    for (const name of [`segments/${digest}.mp4`, `segments/${digest}.jpg`, `photos/${digest}`]) {
      const url = `/api/v1/${name}`;
      expect([name, (await server.as('other-organiser')({ url })).statusCode]).toEqual([name, 404]);
    }
    const own = await server.as('class-admin')({ url: `/api/v1/segments/${digest}.mp4` });
    expect([own.statusCode, own.rawPayload.equals(video)]).toEqual([200, true]);
  });

  test('was filed in filings that are not there for others, either', async () => {
    const { filings } = (await server.as('organiser')({ url: '/api/v1/filings' })).json();
    expect(filings).toHaveLength(1);
    expect((await server.as('other-organiser')({ url: '/api/v1/filings' })).json().filings).toEqual([]);
    const [{ id }] = filings;
    const ofFiling = withRight().filter(
      ({ url, method }) => url.includes('/:filing') && method !== 'PUT' && method !== 'HEAD',
    );
    expect(ofFiling.length).toBeGreaterThan(3);
    for (const { url, method } of ofFiling) {
      const address = url.replace(':filing', id);
      const answer = await server.as('other-organiser')({
        url: address,
        method: method as HTTPMethods,
        payload: { version: 1 },
      });
      expect([url, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([url, true]);
      expect([url, answer.body.includes('岗前培训班')]).toEqual([url, false]);
      if (method === 'GET') expect([url, answer.statusCode]).toEqual([url, 404]);
    }
  });

  test('whose organiser nobody knows is seen by the bureau alone', async () => {
    const { class: orphan } = await server.file(
      sampleFiling([kiosk.device], { organiser: '没有账号的学校' }),
    );
    const url = `/api/v1/classes/${orphan}`;
    for (const role of roles) {
      const expected = role === 'organiser' || role === 'class-admin' ? 404 : 200;
      expect([role, (await server.as(role)({ url })).statusCode]).toEqual([role, expected]);
    }
  });
});

test('the rights of the contract are those of the table', () => {
  expect(Object.keys(rights).toSorted()).toEqual(Right.anyOf.map((right) => right.const).toSorted());
});
