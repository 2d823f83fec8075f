import { describe, expect, test } from 'vitest';
import { en } from '../../../../kiosk/ui/text/en.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { currentNotice, noticeSentence } from '../../../../kiosk/ui/view-model/notice-sentence.ts';
import type { CheckInNotice } from '../../../../sync/contract/kiosk-view.ts';
import { at, noticeOf, viewOf } from '../view-fixture.ts';

const say = (changes: Partial<CheckInNotice>) => noticeSentence(noticeOf(changes), viewOf(), zhCN);
const stranger = { maskedName: null, role: null } as const;

describe('noticeSentence', () => {
  test.each<[string, string, Partial<CheckInNotice>]>([
    ['张*，签到成功 09:52', 'yes', {}],
    ['张*，迟到12分钟，已签到', 'yes', { reason: 'late', minutes: 12 }],
    ['张*，签退成功 09:52', 'yes', { reason: 'check-out' }],
    ['张*，已签退，早退20分钟', 'yes', { reason: 'early-leave', minutes: 20 }],
    ['张*，尚未下课，确认早退？', 'question', { kind: 'ask', reason: 'early-leave', minutes: 20 }],
    ['未识别到本班人员，请联系班主任', 'no', { kind: 'refused', reason: 'unknown-person', ...stranger }],
    ['张*，不在签到时间', 'no', { kind: 'refused', reason: 'outside-window' }],
    ['不在本班名册', 'no', { kind: 'refused', reason: 'not-on-roster', ...stranger }],
    ['您在其他班级，请到对应教室', 'no', { kind: 'refused', reason: 'wrong-class', ...stranger }],
    ['请正视摄像头', 'hint', { kind: 'hint', reason: 'face-camera', ...stranger }],
    ['请靠近一些', 'hint', { kind: 'hint', reason: 'come-closer', ...stranger }],
    ['请擦干手指或换手指', 'hint', { kind: 'hint', reason: 'finger-wet', method: 'finger', ...stranger }],
  ])('%s', (sentence, sign, notice) => {
    expect(say(notice)).toMatchObject({ text: sentence, sign });
  });

  test('whoever is checked in already is not shown red', () => {
    const again = say({ kind: 'refused', reason: 'already-checked-in' });
    expect(again).toMatchObject({ text: '张*，已签到，无需重复', sign: 'yes' });
  });

  test('a teacher is called one', () => {
    expect(say({ role: 'teacher' }).text).toBe('张*老师，签到成功 09:52');
  });

  test('aloud: the surname for the masked name, and no clock time', () => {
    expect(say({ maskedName: '王*丽' }).spoken).toBe('王同学，签到成功');
    expect(say({ maskedName: '王*丽', role: 'teacher' }).spoken).toBe('王老师，签到成功');
  });

  test('a face that is not recognised is offered the finger, and a finger another one', () => {
    const refused = { kind: 'refused', reason: 'unknown-person', ...stranger } as const;
    expect(say({ ...refused, method: 'face' }).advice).toContain('指纹');
    expect(say({ ...refused, method: 'finger' }).advice).toContain('换一个手指');
  });

  test('outside the window the next lesson is named, with its day when that is not today', () => {
    const notice = noticeOf({ kind: 'refused', reason: 'outside-window' });
    expect(noticeSentence(notice, viewOf(), zhCN).advice).toContain('10:50');
    const nextPeriod = {
      number: 1,
      kind: 'theory',
      topic: '照护',
      startAt: at('08:00') + 2 * 86_400_000,
      endAt: 0,
    } as const;
    expect(noticeSentence(notice, viewOf({ nextPeriod }), zhCN).advice).toContain('11月23日 08:00');
    expect(noticeSentence(notice, viewOf({ nextPeriod: null }), zhCN).advice).toBe('请联系班主任');
  });

  test('in English', () => {
    const late = noticeOf({ reason: 'late', minutes: 12 });
    expect(noticeSentence(late, viewOf(), en).text).toBe('张*: checked in, 12 min late');
  });
});

describe('currentNotice', () => {
  test('lasts until its end and no longer', () => {
    const view = viewOf({ notice: noticeOf({ until: 1_000 }) });
    expect(currentNotice(view, 999)).toBe(view.notice);
    expect(currentNotice(view, 1_000)).toBeNull();
  });
});
