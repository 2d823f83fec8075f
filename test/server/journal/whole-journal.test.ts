import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demandWholeJournal } from '../../../server/journal/whole-journal.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
  const by = { kind: 'system', part: 'test' } as const;
  const { stores } = server.context;
  for (const action of ['a-done', 'b-done', 'c-done', 'd-done']) {
    await stores.journal.append({ at: 1, by, action, class: 'cls_a', data: {} }, server.serverKey);
  }
});
afterEach(() => server.close());

const check = () => demandWholeJournal(server.context.stores, server.serverKey.publicKey);

test('a journal that is whole says nothing, and neither does an empty one', async () => {
  await expect(check()).resolves.toBeUndefined();
  await server.tamper('DELETE FROM journal');
  await expect(check()).resolves.toBeUndefined();
});

describe('is refused', () => {
  test.each([
    ['an entry less', `DELETE FROM journal WHERE action = 'b-done'`],
    ['its beginning less', `DELETE FROM journal WHERE action = 'a-done'`],
    ['an entry filed under another class', `UPDATE journal SET class_id = 'cls_b' WHERE action = 'b-done'`],
    ['an entry filed under no class', `UPDATE journal SET class_id = NULL WHERE action = 'b-done'`],
    ['an entry filed as another action', `UPDATE journal SET action = 'e-done' WHERE action = 'b-done'`],
    ['another text', `UPDATE journal SET statement = replace(statement, 'b-done', 'e-done')`],
    ['another text of the last', `UPDATE journal SET statement = replace(statement, 'd-done', 'e-done')`],
    ['another digest', `UPDATE journal SET digest = 'x' WHERE action = 'd-done'`],
  ])('%s', async (_what, sql) => {
    expect(await server.tamper(sql)).toBeGreaterThan(0);
    await expect(check()).rejects.toThrow('was changed in the store');
  });
});
