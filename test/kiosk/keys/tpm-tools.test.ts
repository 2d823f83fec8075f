import { existsSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TpmTools } from '../../../kiosk/keys/tpm-tools.ts';
import { isAppError } from '../../../sync/base/errors.ts';

test('without tpm2-tools one sentence says what to install', async () => {
  const tools = new TpmTools(undefined, { PATH: '/nowhere' });
  const fault = await tools.run('tpm2_sign').catch((reason: unknown) => reason);
  expect(isAppError(fault, 'tool_missing') && fault.message).toMatch(/apt-get install -y tpm2-tools/);
  expect(isAppError(fault) && fault.zh).toContain('未找到 tpm2_sign');
  await tools.close();
});

test('jobs run one at a time, whichever tools they belong to, and a failed one stops none', async () => {
  const [one, two] = [new TpmTools(), new TpmTools()];
  const trace: string[] = [];
  const job = (name: string) => async () => {
    trace.push(`${name} begins`);
    await new Promise(setImmediate);
    trace.push(`${name} ends`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const asked = [one.exclusively(job('a')), two.exclusively(job('b')), one.exclusively(job('c'))];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(trace).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  await one.close();
  await two.close();
});

test('its folder is for its owner only, and goes when it is closed', async () => {
  const tools = new TpmTools();
  writeFileSync(tools.path('key.ctx'), 'context');
  expect(statSync(tools.folder).mode & 0o777).toBe(0o700);
  await tools.close();
  expect(existsSync(tools.folder)).toBe(false);
});
