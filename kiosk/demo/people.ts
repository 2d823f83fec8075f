import type { Role } from '../../sync/contract/class-plan.ts';

/** A made-up person. Nobody has this ID number: 231299 is no district's code. */
export interface SyntheticPerson {
  readonly role: Role;
  readonly name: string;
  readonly idNumber: string;
  /** Name of the finger that the simulated sensor knows. */
  readonly finger: string;
}

const trainees = [
  '张伟民',
  '王秀兰',
  '李国强',
  '刘桂英',
  '陈建军',
  '杨淑珍',
  '赵德海',
  '黄玉梅',
  '周志刚',
  '吴丽',
  '徐福生',
  '孙春霞',
]; // prettier-ignore

/** Twelve trainees, mostly around fifty; then the teacher and the class admin. */
export const demoPeople: readonly SyntheticPerson[] = [
  ...trainees.map((name, i) => person('trainee', name, 1968 + ((i * 5) % 17), i)),
  person('teacher', '郑文博', 1979, 20),
  person('class-admin', '何敏', 1986, 21),
];

function person(role: Role, name: string, year: number, index: number): SyntheticPerson {
  const month = String(1 + (index % 12)).padStart(2, '0');
  const day = String(1 + ((index * 7) % 28)).padStart(2, '0');
  const body = `231299${year}${month}${day}${String(100 + index).padStart(3, '0')}`;
  return { role, name, idNumber: body + checkDigit(body), finger: `finger-${index + 1}` };
}

/** GB 11643-1999, the last character of an ID number from its first seventeen. */
function checkDigit(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return '10X98765432'.charAt(sum % 11);
}
