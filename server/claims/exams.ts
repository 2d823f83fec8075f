import type { Actor } from '../../sync/contract/accounts.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';
import type { ExamResult, Imported } from '../../sync/contract/real-name.ts';
import type { Context } from '../parts.ts';
import { rulesOf } from '../policy/profiles.ts';
import { inTransaction } from '../storage/stores.ts';
import { certificateFault } from './certificate.ts';
import { doubled, type LineFault, type PersonLine, readPastedLines, refuseFaults } from './pasted-lines.ts';
import { nameOf } from './registrations.ts';
import { findTrainees, requireTrainees } from './trainees.ts';

interface ExamLine {
  readonly line: number;
  readonly person: string;
  readonly exam: ExamResult | null;
}

/** Enters how one trainee's exam ended; null takes it away. */
export async function setExam(
  context: Context,
  { classId, person, exam, by }: { classId: string; person: string; exam: ExamResult | null; by: Actor },
): Promise<void> {
  const found = await findTrainees(context, classId);
  requireTrainees(found, [person]);
  const rules = rulesOf(found.plan)?.rules;
  const lines = [{ line: 1, person, exam: exam && bare(exam) }];
  refuseFaults(lines.flatMap((line) => formFault(line, rules)));
  await save(context, { classId, by, lines });
}

/** Enters all results that were pasted, or none: lines of 身份证号,合格 or 不合格,证书编号 (or passed and failed). */
export async function importExams(
  context: Context,
  { classId, text, by }: { classId: string; text: string; by: Actor },
): Promise<Imported> {
  const { plan, trainees } = await findTrainees(context, classId);
  const rules = rulesOf(plan)?.rules;
  const { lines, faults } = readPastedLines(text, trainees);
  const read = lines.map(readExam);
  const exams = read.flatMap((line) => ('exam' in line ? [line] : []));
  const certificates = exams.flatMap(({ line, exam }) =>
    exam?.certificate ? [{ line, value: exam.certificate }] : [],
  );
  refuseFaults([
    ...faults,
    ...read.flatMap((line) => ('exam' in line ? [] : [line])),
    ...exams.flatMap((line) => formFault(line, rules)),
    ...doubled(certificates),
  ]);
  return save(context, { classId, by, lines: exams });
}

function readExam({ line, person, cells }: PersonLine): ExamLine | LineFault {
  const [result = '', certificate = ''] = cells;
  const passed = { 合格: true, 不合格: false, passed: true, failed: false }[result.toLowerCase()];
  if (passed === undefined)
    return { line, zh: '成绩应为「合格」或「不合格」', en: 'must say passed or failed' };
  return { line, person, exam: bare({ passed, certificate: certificate === '' ? null : certificate }) };
}

function formFault({ line, exam }: ExamLine, rules: TrainingRules | undefined): LineFault[] {
  if (!exam?.certificate) return [];
  if (!exam.passed) {
    return [{ line, zh: '考核不合格，不能有证书编号', en: 'has a certificate without having passed' }];
  }
  const fault = certificateFault(exam.certificate, rules);
  return fault ? [{ line, ...fault }] : [];
}

async function save(
  context: Context,
  { classId, by, lines }: { classId: string; by: Actor; lines: readonly ExamLine[] },
): Promise<Imported> {
  const { database, clock, serverKey } = context;
  const at = clock.now();
  return inTransaction(database, async ({ realNames, journal }) => {
    const before = await realNames.exams(classId);
    const changed = lines.filter(({ person, exam }) => !sameExam(before.get(person) ?? null, exam));
    const holders = await realNames.certificateHolders(
      changed.flatMap(({ exam }) => exam?.certificate ?? []),
    );
    const given = new Set(changed.map(({ person }) => person));
    refuseFaults(
      changed.flatMap(({ line, exam }): LineFault[] => {
        const holder = holders.get(exam?.certificate ?? '');
        if (holder === undefined || given.has(holder)) return [];
        return [{ line, zh: '证书编号已发给另一人', en: 'has the certificate number of somebody else' }];
      }),
    );
    const exams = new Map(changed.map(({ person, exam }) => [person, exam]));
    await realNames.setExams(classId, exams, { at, by: nameOf(by) });
    for (const { person, exam } of changed) {
      const data = { person, passed: exam?.passed ?? null };
      await journal.append({ at, by, action: 'exam-result-set', class: classId, data }, serverKey);
    }
    return { changed: changed.length, unchanged: lines.length - changed.length };
  });
}

const bare = ({ passed, certificate }: ExamResult): ExamResult => ({
  passed,
  certificate: certificate?.trim() || null,
});

const sameExam = (a: ExamResult | null, b: ExamResult | null): boolean =>
  a?.passed === b?.passed && (a?.certificate ?? null) === (b?.certificate ?? null);
