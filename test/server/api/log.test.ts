import { afterEach, expect, test, vi } from 'vitest';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { idNumbers, sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
afterEach(() => server.close());

test('no name, ID number, password, cookie, code or token reaches the log, whatever happens', async () => {
  const logLines: string[] = [];
  server = await startTestServer({ logLines });
  const kiosk = await FakeKiosk.enrol(server);
  const filing = sampleFiling([kiosk.device]);
  const { class: classId } = await server.file(filing);
  kiosk.append('check-in', checkInOf(await server.plan(classId)), { class: classId });
  await kiosk.send();
  await server.pull();
  await server.asReviewer({ url: `/api/v1/classes/${classId}` });
  await server.asReviewer({ url: `/api/v1/findings?class=${idNumbers.first}` });
  await server.asReviewer({ method: 'POST', url: '/api/v1/classes', payload: { ...filing, people: [] } });
  const wrong = [{ ...filing.people[0], idNumber: '231299199001010010' }];
  await server.asReviewer({ method: 'POST', url: '/api/v1/classes', payload: { ...filing, people: wrong } });
  await server.inject({ url: `/学员丙丙/${idNumbers.first}` });
  // A fault inside, whose message holds what the request held.
  vi.spyOn(server.context.stores.classes, 'find').mockRejectedValue(new Error(`boom ${idNumbers.first}`));
  const failed = await server.asReviewer({ url: `/api/v1/classes/${classId}` });
  expect(failed.statusCode).toBe(500);
  expect(failed.json()).toMatchObject({ code: 'internal' });
  expect(failed.body).not.toContain('boom');
  await server.tamper(`update records set text = '{}'`);
  await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });

  const log = logLines.join('');
  expect(log).toContain('"msg":"answered"');
  expect(log).toContain('"msg":"request failed"');
  expect(log).toContain('"msg":"a stored record is not what was accepted"');
  for (const { name, idNumber } of filing.people) {
    expect(log).not.toContain(name);
    expect(log).not.toContain(idNumber);
  }
  for (const number of Object.values(idNumbers)) expect(log).not.toContain(number);
  expect(log).not.toContain(encodeURIComponent('学员'));
  expect(log).not.toContain(server.reviewer.password);
  expect(log).not.toContain(server.pullToken);
  expect(log).not.toMatch(/keqin_session|Bearer|sig=/);
});
