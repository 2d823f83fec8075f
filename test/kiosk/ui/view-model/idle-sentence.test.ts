import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { idleSentence } from '../../../../kiosk/ui/view-model/idle-sentence.ts';
import { viewOf } from '../view-fixture.ts';

const { devices } = viewOf();
const broken = { state: 'out-of-order', since: 0 } as const;

test('offers both ways while both work', () => {
  expect(idleSentence(viewOf(), zhCN)).toEqual({
    text: '请正视摄像头，或按指纹',
    advice: null,
    icons: ['face', 'finger'],
  });
});

test('offers only what works, and the class admin when nothing does', () => {
  const noFace = idleSentence(viewOf({ devices: { ...devices, doorCamera: broken } }), zhCN);
  expect(noFace).toMatchObject({ text: '请按指纹签到', icons: ['finger'] });
  const noFinger = idleSentence(viewOf({ devices: { ...devices, reader: broken } }), zhCN);
  expect(noFinger).toMatchObject({ text: '请正视摄像头', icons: ['face'] });
  // Whoever declined face must not be left without a way.
  expect(noFinger.advice).toContain('不用人脸的，请找班主任');
  const neither = idleSentence(viewOf({ devices: { ...devices, doorCamera: broken, reader: broken } }), zhCN);
  expect(neither).toMatchObject({ text: '签到设备暂时不能用，请班主任检查设备', icons: ['alert'] });
});

test('invites nobody outside a session or without a class', () => {
  const closed = idleSentence(viewOf({ session: null }), zhCN);
  expect(closed).toMatchObject({ text: '现在没有课，暂不签到', icons: [] });
  expect(closed.advice).toContain('10:50');
  expect(idleSentence(viewOf({ class: null }), zhCN).text).toBe('本机尚未收到班级计划');
});
