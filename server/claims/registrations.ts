import type { Actor } from '../../sync/contract/accounts.ts';
import type { Imported } from '../../sync/contract/real-name.ts';
import type { Context } from '../parts.ts';
import type { RealNameStore } from '../storage/real-name-store.ts';
import { inTransaction } from '../storage/stores.ts';
import { type LineFault, refuseFaults } from './pasted-lines.ts';
import { inOneWidth, readPastedNumbers } from './pasted-numbers.ts';
import { type ClassTrainee, findTrainees, requireTrainees } from './trainees.ts';

interface NumberLine {
  readonly line: number;
  readonly person: string;
  readonly number: string | null;
}

/** Registers one trainee under the number of the real-name system; null takes it away. */
export async function setRegistration(
  context: Context,
  { classId, person, number, by }: { classId: string; person: string; number: string | null; by: Actor },
): Promise<void> {
  const found = await findTrainees(context, classId);
  requireTrainees(found, [person]);
  const lines = [{ line: 1, person, number: number && inOneWidth(number) }];
  await save(context, { classId, by, trainees: found.trainees, lines });
}

/** Registers all that were pasted, or nobody: lines of 身份证号,登记号. */
export async function importRegistrations(
  context: Context,
  { classId, text, by }: { classId: string; text: string; by: Actor },
): Promise<Imported> {
  const { trainees } = await findTrainees(context, classId);
  const lines = readPastedNumbers(text, trainees, malformed);
  return save(context, { classId, by, trainees, lines });
}

interface Saving {
  readonly classId: string;
  readonly by: Actor;
  readonly trainees: readonly ClassTrainee[];
  readonly lines: readonly NumberLine[];
}

async function save(context: Context, { classId, by, trainees, lines }: Saving): Promise<Imported> {
  const { database, clock, serverKey } = context;
  const at = clock.now();
  return inTransaction(database, async ({ realNames, journal }) => {
    const before = await realNames.registrations(classId);
    const changed = lines.filter(({ person, number }) => (before.get(person)?.number ?? null) !== number);
    refuseFaults(await takenFaults(realNames, changed, trainees));
    const numbers = new Map(changed.map(({ person, number }) => [person, number]));
    await realNames.setRegistrations(classId, numbers, { at, by: nameOf(by) });
    for (const { person, number } of changed) {
      const action = number === null ? 'registration-removed' : 'registration-set';
      await journal.append({ at, by, action, class: classId, data: { person } }, serverKey);
    }
    return { changed: changed.length, unchanged: lines.length - changed.length };
  });
}

/** A number names one person: in this class one trainee, in all classes one ID number. */
async function takenFaults(
  realNames: RealNameStore,
  lines: readonly NumberLine[],
  trainees: readonly ClassTrainee[],
): Promise<LineFault[]> {
  const numbers = lines.flatMap(({ number }) => number ?? []);
  const holders = await realNames.registrationHolders(numbers);
  const idNumberOf = new Map(trainees.map(({ person, idNumber }) => [person, idNumber]));
  const given = new Set(lines.map(({ person }) => person));
  return lines.flatMap(({ line, person, number }) => {
    const others = holders.filter((holder) => holder.number === number && !given.has(holder.person));
    if (others.every(({ idNumber }) => idNumber === idNumberOf.get(person))) return [];
    return [{ line, zh: '该登记号已用于另一身份证号', en: 'has the number of another ID number' }];
  });
}

const malformed = {
  zh: '缺少登记号，或其中有空格、符号',
  en: 'has no registration number, or one with signs',
};

/** For the table beside the journal. */
export const nameOf = (by: Actor): string =>
  by.kind === 'account' ? by.user : by.kind === 'puller' ? by.label : by.part;
