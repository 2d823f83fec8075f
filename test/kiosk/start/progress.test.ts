import { expect, test } from 'vitest';
import { countedSteps } from '../../../kiosk/start/progress.mjs';

test('steps are counted, one line each, and the one that failed is marked', async () => {
  let shown = '';
  const step = countedSteps(2, { write: (text) => (shown += text) });
  await step('依赖 Packages', async () => {});
  const failing = step('模块 Module', async () => {
    throw new Error('no compiler');
  });
  await expect(failing).rejects.toThrow('no compiler');
  expect(shown).toBe('[1/2] 依赖 Packages ✓\n[2/2] 模块 Module ✗\n');
});
