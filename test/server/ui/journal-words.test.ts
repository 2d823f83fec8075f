import { describe, expect, it } from 'vitest';
import { doerOf, sentenceOf } from '../../../server/ui/journal-words.ts';
import { en } from '../../../server/ui/text/en.ts';
import { zhCN } from '../../../server/ui/text/zh-CN.ts';

describe.each([
  ['zh-CN', zhCN],
  ['en', en],
])('%s', (_name, text) => {
  it('has a sentence for every action that it knows, whatever the entry leaves out', () => {
    const sentences = Object.keys(zhCN.journal.did).map((action) => sentenceOf({ action, data: {} }, text));
    for (const sentence of sentences) expect(sentence.length).toBeGreaterThan(3);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it.each(['tea-made', 'constructor', 'toString'])('shows the action %s by its name', (action) => {
    expect(sentenceOf({ action, data: {} }, text)).toBe(text.journal.unknown(action));
  });
});

it('says in Chinese who did what', () => {
  const data = { device: 'dev_1', fromSeq: '7' };
  expect(sentenceOf({ action: 'device-revoked', data }, zhCN)).toBe('吊销终端 dev_1，自第 7 条记录起');
  const why = { filing: 'fil_1', reason: '名册缺一人' };
  expect(sentenceOf({ action: 'filing-returned', data: why }, zhCN)).toBe(
    '退回备案 fil_1（理由：名册缺一人）',
  );
  expect(doerOf({ kind: 'account', user: 'wang', role: 'reviewer' }, zhCN)).toBe('wang（审核员）');
  expect(doerOf({ kind: 'puller', label: '市财政' }, zhCN)).toBe('拉取系统“市财政”');
  expect(doerOf({ kind: 'system', part: 'login' }, zhCN)).toBe('系统 · 登录');
  expect(doerOf({ kind: 'system', part: 'other' }, zhCN)).toBe('系统 · other');
});
