import { expect, test } from 'vitest';
import { isCode, isUserName } from '../../../server/ui/account-input.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import { SecondFactorProof, UserName } from '../../../sync/contract/accounts.ts';

const takes = (parse: () => unknown): boolean => {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['li.lei@bureau-1', true],
  ['ab', true],
  [`a${'b'.repeat(39)}`, true],
  [`a${'b'.repeat(40)}`, false],
  ['a', false],
  ['', false],
  ['.ab', false],
  ['李雷', false],
  ['li lei', false],
])('the page takes the user name %j as the contract does: %j', (name, taken) => {
  expect([isUserName(name), takes(() => parseAs(UserName, name, 'name'))]).toEqual([taken, taken]);
});

test.each([
  ['012345', true],
  ['12345', false],
  ['1234567', false],
  ['12345a', false],
  ['１２３４５６', false],
])('the page takes the code %j as the contract does: %j', (code, taken) => {
  expect([isCode(code), takes(() => parseAs(SecondFactorProof, { code }, 'code'))]).toEqual([taken, taken]);
});
