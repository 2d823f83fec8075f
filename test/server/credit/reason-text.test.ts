import { expect, test } from 'vitest';
import { tell } from '../../../server/credit/reason-text.ts';
import { type CreditReason, CreditReasonCode } from '../../../sync/contract/credit.ts';

const codes = (CreditReasonCode as unknown as { enum: readonly CreditReason['code'][] }).enum;
const reason = (code: CreditReason['code'], about: CreditReason['about']): CreditReason => ({
  ...{ code, about, weighs: 'holds', records: [] },
  source: { kind: 'default', why: '产品默认', whyEn: 'ours' },
});

test.each(codes)('%s is told in Chinese and in English, whatever it is about', (code) => {
  const some: CreditReason['about'][] = [
    {},
    { minutes: 12, causes: ['stalled', 'a-later-cause'], class: 'cls_a' },
  ];
  for (const about of some) {
    const { zh, en } = tell(reason(code, about));
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toMatch(/\p{Script=Han}/u);
    expect(`${zh} ${en}`).not.toMatch(/undefined|NaN|null/);
  }
});

test('figures and causes stand in the sentence, a cause that is not known yet by its name', () => {
  const about = { uncoveredMs: 150_400, causes: ['admin-stopped', 'a-later-cause'] };
  expect(tell(reason('video-short', about))).toMatchObject({
    zh: '录像缺 2 分 30 秒（班主任停止录像、a-later-cause）',
    en: '2 min 30 s of film are missing (stopped by the class admin, a-later-cause)',
  });
});
