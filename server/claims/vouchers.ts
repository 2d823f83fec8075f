import { AppError } from '../../sync/base/errors.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import type { Imported, VoucherState } from '../../sync/contract/real-name.ts';
import { demandNoNumbers } from '../journal/no-numbers.ts';
import type { Context } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';
import { type LineFault, refuseFaults } from './pasted-lines.ts';
import { readPastedNumbers } from './pasted-numbers.ts';
import { findTrainees, requireTrainees } from './trainees.ts';
import { type Refusal, refuseStep, refuseStepBack } from './voucher-states.ts';

interface Steps {
  readonly classId: string;
  readonly persons: readonly string[];
  readonly to: VoucherState;
  readonly by: Actor;
  /** Given by the reviewer who takes a step back. */
  readonly reason?: string;
}

/** Takes the vouchers of these people one step on, or with a reason back: all of them, or none. */
export async function stepVouchers(context: Context, steps: Steps): Promise<void> {
  const { classId, persons, to, by, reason } = steps;
  demandNoNumbers(reason ?? '');
  const found = await findTrainees(context, classId);
  requireTrainees(found, persons);
  const { database, clock, serverKey } = context;
  const at = clock.now();
  await inTransaction(database, async ({ realNames, journal }) => {
    const vouchers = await realNames.vouchers(classId);
    const moved = new Map<string, { state: VoucherState; number: string | null; at: number }>();
    for (const person of persons) {
      const { state = null, number = null } = vouchers.get(person) ?? {};
      const refusal = (reason === undefined ? refuseStep : refuseStepBack)({ state, number }, to);
      const name = found.trainees.find((trainee) => trainee.person === person)?.name ?? '';
      if (refusal) throw refused(refusal, name);
      moved.set(person, { state: to, number, at });
      const data = { person, from: state, to, ...(reason !== undefined && { reason }) };
      const action = reason === undefined ? 'voucher-step' : 'voucher-step-back';
      await journal.append({ at, by, action, class: classId, data }, serverKey);
    }
    await realNames.setVouchers(classId, moved);
  });
}

/** Enters the voucher numbers that were given out (发券), lines of 身份证号,券号; applied ones become issued. */
export async function importVouchers(
  context: Context,
  { classId, text, by }: { classId: string; text: string; by: Actor },
): Promise<Imported> {
  const { trainees } = await findTrainees(context, classId);
  const numbers = readPastedNumbers(text, trainees, malformed);
  const { database, clock, serverKey } = context;
  const at = clock.now();
  return inTransaction(database, async ({ realNames, journal }) => {
    const vouchers = await realNames.vouchers(classId);
    const changed = numbers.filter(({ person, number }) => vouchers.get(person)?.number !== number);
    const holders = await realNames.voucherHolders(changed.map(({ number }) => number));
    const given = new Set(changed.map(({ person }) => person));
    refuseFaults(
      changed.flatMap(({ line, person, number }): LineFault[] => {
        const state = vouchers.get(person)?.state;
        const holder = holders.get(number);
        if (state !== 'applied' && state !== 'issued') return [{ line, ...notToBeNumbered }];
        return holder !== undefined && !given.has(holder) ? [{ line, ...taken }] : [];
      }),
    );
    await realNames.setVouchers(
      classId,
      new Map(changed.map(({ person, number }) => [person, { state: 'issued' as const, number, at }])),
    );
    for (const { person } of changed) {
      const data = { person, from: vouchers.get(person)?.state ?? null, to: 'issued' };
      await journal.append({ at, by, action: 'voucher-step', class: classId, data }, serverKey);
    }
    return { changed: changed.length, unchanged: numbers.length - changed.length };
  });
}

const malformed = { zh: '缺少券号，或其中有空格、符号', en: 'has no voucher number, or one with signs' };
const taken = { zh: '该券号已用于另一学员', en: 'has the number of another trainee’s voucher' };
const notToBeNumbered = {
  zh: '此人的电子券不在「申请」或「发券」状态',
  en: 'is of a voucher that was neither applied for nor just issued',
};

const sentences: Readonly<Record<Refusal, { readonly zh: string; readonly en: string }>> = {
  'not-the-next': {
    zh: '电子券只能按「申请-发券-培训-兑现-核销」逐步办理',
    en: 'a voucher goes through its states one by one',
  },
  'not-before': { zh: '电子券只能退回到之前的状态', en: 'a voucher goes back to an earlier state only' },
  'no-number': { zh: '尚未录入电子券号', en: 'the voucher has no number yet' },
};

function refused(refusal: Refusal, name: string): AppError {
  const { zh, en } = sentences[refusal];
  return new AppError('conflict', `Nothing was changed: for one of these people, ${en}.`, {
    zh: `没有改动：${name}，${zh}。`,
  });
}
