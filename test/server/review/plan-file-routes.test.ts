import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Statement } from '../../../sync/contract/statements.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let classId: string;

beforeEach(async () => {
  server = await startTestServer();
  classId = (await server.file(sampleFiling(['dev_a']))).class;
});
afterEach(() => server.close());

const planFile = (id = classId) => server.asReviewer({ url: `/api/v1/classes/${id}/plan-file` });

test('the newest plan comes as a file, signed by this server, and holds no whole ID number', async () => {
  await server.file({ ...sampleFiling(['dev_a', 'dev_b']), class: classId });
  const answer = await planFile();
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="plan-${classId}.json"`);
  const statement = openStatement('plan', answer.json<Statement<'plan'>>(), server.serverKey.publicKey);
  expect(statement?.body).toMatchObject({ class: classId, version: 2, devices: ['dev_a', 'dev_b'] });
  // A digest may hold so many digits, too.
  expect(answer.body).not.toMatch(/(?<![0-9a-f])[0-9]{17}[0-9X](?![0-9a-f])/);
});

test('one that was edited in the store is not given out', async () => {
  await server.tamper(`update class_plans set statement = replace(statement, '"dev_a"', '"dev_x"')`);
  const answer = await planFile();
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
});

test('only a reviewer gets it, and only of a class that is there', async () => {
  const url = `/api/v1/classes/${classId}/plan-file`;
  expect((await server.inject({ url })).statusCode).toBe(401);
  expect((await planFile('cls_no')).statusCode).toBe(404);
});
