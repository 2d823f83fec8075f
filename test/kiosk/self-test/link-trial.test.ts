import { expect, test } from 'vitest';
import { tryLink } from '../../../kiosk/self-test/link-trial.ts';
import { AppError } from '../../../sync/base/errors.ts';

const never = () => new Promise<void>(() => undefined);
const fails = (code: 'server_unreachable' | 'device_revoked') => () =>
  Promise.reject(new AppError(code, 'no'));
const answers = () => Promise.resolve();

test.each([
  ['a contact is answered', { contactSoon: answers, ask: answers }, true, '已连通人社部门审核端'],
  [
    'uploads take the line, and the server answers past them',
    { contactSoon: never, ask: answers },
    true,
    '较慢',
  ],
  ['the line is cut', { contactSoon: never, ask: fails('server_unreachable') }, false, '没有连上'],
  ['nothing answers at all', { contactSoon: never, ask: never }, false, '没有连上'],
  ['the server refuses this kiosk', { contactSoon: never, ask: fails('device_revoked') }, false, '没有接受'],
])('%s', async (_, parts, ok, said) => {
  const finding = await tryLink({ enrolled: true, ...parts }, 20);
  expect(finding.ok).toBe(ok);
  expect(finding.zh).toContain(said);
});

test('a kiosk that is not enrolled asks nobody', async () => {
  const finding = await tryLink({ enrolled: false, contactSoon: answers, ask: answers }, 20);
  expect(finding).toMatchObject({ ok: false });
});
