import type { RealNameList } from '../../sync/contract/real-name.ts';
import type { Context } from '../parts.ts';
import { maskIdNumber } from '../review/mask.ts';
import { findTrainees } from './trainees.ts';

/** Registration, voucher and exam of each trainee; throws `not_found`. */
export async function realNameList(context: Context, classId: string): Promise<RealNameList> {
  const { trainees } = await findTrainees(context, classId);
  const { realNames } = context.stores;
  const registrations = await realNames.registrations(classId);
  const vouchers = await realNames.vouchers(classId);
  const exams = await realNames.exams(classId);
  return {
    rows: trainees.map(({ person, name, idNumber }) => ({
      person,
      name,
      maskedIdNumber: maskIdNumber(idNumber),
      registration: registrations.get(person) ?? null,
      voucher: vouchers.get(person) ?? null,
      exam: exams.get(person) ?? null,
    })),
  };
}
