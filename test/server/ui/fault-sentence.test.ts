import { expect, test } from 'vitest';
import { faultSentence } from '../../../server/ui/fault-sentence.ts';
import { invalidField } from '../../../sync/base/parse.ts';

const said = (what: string, field: string, zh: string): string => {
  const { code, message, ...error } = invalidField(what, field, 'is wrong', zh);
  return faultSentence({ code, message: error.zh ?? '', messageEn: message, field });
};

test.each([
  ['account', 'organiser', '该角色必须填写', '培训主体：该角色必须填写。'],
  ['calendar', 'holidays[3]', '日期重复', '放假日第 4 项：日期重复。'],
  ['请求有误', 'code', '格式不正确', '验证码：格式不正确。'],
  ['请求有误', 'facts.persons[0].leftOut', '不是已知字段', '请求有误：不是已知字段。'],
  ['pull token', 'label', '没有该名称的令牌', '没有该名称的令牌。'],
  ['请求有误', '', '格式不正确', '请求有误：格式不正确。'],
])('%s, %s', (what, field, zh, sentence) => {
  expect(said(what, field, zh)).toBe(sentence);
});

test('a sentence that does not name the field stays', () => {
  const fault = { code: 'unauthorised', message: '验证码不对。', messageEn: 'Wrong code.', field: 'code' };
  expect(faultSentence(fault)).toBe('验证码不对。');
});
