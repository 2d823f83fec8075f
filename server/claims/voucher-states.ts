import type { VoucherState } from '../../sync/contract/real-name.ts';

/** 「申请-发券-培训-兑现-核销」 (county 2023, 六), in this order only. */
export const voucherOrder: readonly VoucherState[] = [
  'applied',
  'issued',
  'trained',
  'redeemed',
  'written-off',
];

export type Refusal = 'not-the-next' | 'not-before' | 'no-number';

interface Position {
  readonly state: VoucherState | null;
  readonly number: string | null;
}

/** Why a voucher may not go one step on; null when it may. */
export function refuseStep({ state, number }: Position, to: VoucherState): Refusal | null {
  if (voucherOrder.indexOf(to) !== placeOf(state) + 1) return 'not-the-next';
  return to !== 'applied' && number === null ? 'no-number' : null;
}

/** Why it may not go back, over as many steps as wanted; null when it may. */
export function refuseStepBack({ state }: Position, to: VoucherState): Refusal | null {
  return voucherOrder.indexOf(to) < placeOf(state) ? null : 'not-before';
}

const placeOf = (state: VoucherState | null): number => (state === null ? -1 : voucherOrder.indexOf(state));
