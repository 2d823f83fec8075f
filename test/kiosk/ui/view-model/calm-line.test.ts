import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { calmLine } from '../../../../kiosk/ui/view-model/calm-line.ts';
import type { KioskView } from '../../../../sync/contract/kiosk-view.ts';
import { at, viewOf } from '../view-fixture.ts';

const line = (changes: Partial<KioskView>) => calmLine(viewOf(changes), zhCN);
const due = (failed: number) => ({ selfTest: { due: true, lastAt: at('08:00'), failed } });

test('nothing to say, most of the day', () => {
  expect(line({})).toBeNull();
  expect(line({ storage: 'full' })).toBeNull();
});

test('before class: the self-test, and again while a part fails it', () => {
  expect(line(due(0))).toMatchObject({ id: 'self-test-due', text: '开课前请自检' });
  expect(line(due(2))?.text).toContain('2 项');
});

test('a disk that may not hold the next lesson goes first', () => {
  expect(line({ ...due(0), storage: 'low' })).toMatchObject({ id: 'disk-low' });
});

test('a picture that shows no lesson goes before all', () => {
  const recording = { ...viewOf().recording, pictureFault: 'covered' } as const;
  expect(line({ ...due(0), storage: 'low', recording })).toMatchObject({
    id: 'picture-fault',
    text: '教室摄像头被挡住',
  });
});
