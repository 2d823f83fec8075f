import { afterEach, expect, test } from 'vitest';
import type { AdminCall } from '../../../../kiosk/ui/admin/use-admin-session.ts';
import { useSelfTest } from '../../../../kiosk/ui/admin/use-self-test.ts';
import { language } from '../../../../kiosk/ui/text/language.ts';

afterEach(() => {
  language.value = 'zh';
});

/** The self-test of a page whose kiosk answers so, and what the sheet was told of its being busy. */
function pageWith(answer: unknown) {
  const busy: boolean[] = [];
  const adminCall = async () => answer;
  return { busy, ...useSelfTest(adminCall as AdminCall, (is) => busy.push(is)) };
}

test('the lines in the page’s language, also when that changes; the sheet stays open meanwhile', async () => {
  const part = { part: 'disk', ok: true, message: '能写入', messageEn: 'Writable' };
  const page = pageWith({ kind: 'ok', value: { at: 0, parts: [part] } });
  const running = page.run();
  expect([page.running.value, page.busy]).toEqual([true, [true]]);
  await running;
  expect([page.running.value, page.busy]).toEqual([false, [true, false]]);
  expect(page.lines.value).toEqual([{ part: 'disk', ok: true, sentence: '能写入' }]);
  language.value = 'en';
  expect(page.lines.value[0]?.sentence).toBe('Writable');
});

test('a kiosk that does not answer is said so, and no old result stands for a new one', async () => {
  const error = { code: 'no-answer', message: '没有回应', messageEn: 'No answer' };
  const page = pageWith({ kind: 'error', status: 0, error });
  await page.run();
  expect([page.problem.value, page.lines.value]).toEqual(['没有回应', []]);
});
