import { isOf } from '../../sync/base/parse.ts';
import { RegistrationNumber } from '../../sync/contract/real-name.ts';
import { doubled, type LineFault, readPastedLines, refuseFaults, type Trainee } from './pasted-lines.ts';

export interface PastedNumber {
  readonly line: number;
  readonly person: string;
  readonly number: string;
}

/** A number names one person, whether it was typed 「A1」 or 「Ａ１」. */
export const inOneWidth = (number: string): string => number.normalize('NFKC');

/**
 * Pasted lines of 身份证号,编号: a number a trainee, no number twice. Throws `invalid_input` that names the wrong lines;
 * `malformed` says what is wrong with one whose number is missing or has other signs.
 */
export function readPastedNumbers(
  text: string,
  trainees: readonly Trainee[],
  malformed: Omit<LineFault, 'line'>,
): readonly PastedNumber[] {
  const { lines, faults } = readPastedLines(text, trainees);
  const numbers = lines.map(({ line, person, cells }) => ({
    line,
    person,
    number: inOneWidth(cells[0] ?? ''),
  }));
  const wrong = numbers.filter(({ number }) => !isOf(RegistrationNumber, number));
  const twice = doubled(numbers.map(({ line, number }) => ({ line, value: number })));
  refuseFaults([...faults, ...wrong.map(({ line }) => ({ line, ...malformed })), ...twice]);
  return numbers;
}
