import { invalidField } from '../../sync/base/parse.ts';
import { isIdNumber, normaliseIdNumber } from '../classes/id-number.ts';

/** The journal is for ever, and names people by their ids only. Throws `invalid_input` for what a clerk typed there. */
export function demandNoNumbers(reason: string): void {
  if (!holdsNumber(reason)) return;
  throw invalidField('reason', 'reason', 'must hold no ID or telephone number', '不得写身份证号或电话号码');
}

/** Also one that is parted by blanks or strokes, or written in full width. */
function holdsNumber(text: string): boolean {
  const digits = normaliseIdNumber(text).replaceAll(/(?<=\d)[-.·_]+(?=[\dX])/g, '');
  if (/\d{11}/u.test(text.normalize('NFKC')) || /1[3-9]\d{9}/.test(digits)) return true;
  for (let at = 0; at + 18 <= digits.length; at += 1) {
    if (isIdNumber(digits.slice(at, at + 18))) return true;
  }
  return false;
}
