import type { ClaimFacts } from '../../sync/contract/claims.ts';
import type { Uplift } from '../../sync/contract/money.ts';
import type { VoucherState } from '../../sync/contract/real-name.ts';

/** 「申请-发券-培训-兑现-核销」 */
export const voucherStates: readonly VoucherState[] = [
  'applied',
  'issued',
  'trained',
  'redeemed',
  'written-off',
];

/** The step after this one; undefined when it was the last. */
export const nextVoucherState = (state: VoucherState | null): VoucherState | undefined =>
  voucherStates[state === null ? 0 : voucherStates.indexOf(state) + 1];

/** Fen as people write yuan: `1,234.50`. */
export function yuan(fen: number): string {
  const text = (Math.abs(fen) / 100).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return fen < 0 ? `−${text}` : text;
}

export type FactField = Exclude<keyof ClaimFacts['class'], 'forProjects'>;

const fieldsOfRule: Readonly<Record<string, readonly FactField[]>> = {
  'yiwu-2022': [],
  'yiwu-project': ['uplifts'],
  'yiwu-certificate': ['certificate', 'uplifts'],
  'yiwu-safety': ['safety', 'uplifts'],
  'yiwu-apprentice': ['apprentice', 'certificate', 'uplifts'],
  'yiwu-start-up': ['uplifts'],
  'yiwu-online': ['uplifts'],
  'wenzhou-project': ['uplifts'],
  'wenzhou-certificate': ['certificate', 'occupationClass', 'isShortage'],
  'wenzhou-safety': ['certificate'],
  'wenzhou-induction': [],
  'wenzhou-apprentice': ['apprentice', 'certificate'],
  'wenzhou-start-up': [],
  'county-enterprise': [],
  'county-apprentice': [],
  'county-key-group': ['employed'],
  'county-certificate': ['certificate'],
  elsewhere: [],
};

const all: readonly FactField[] = [
  ...([
    'certificate',
    'occupationClass',
    'isShortage',
    'safety',
    'apprentice',
    'uplifts',
    'employed',
  ] as const),
];

/** What a rule of money asks to be entered; everything for one that this page does not know. */
export const factFields = (rule: string): readonly FactField[] => fieldsOfRule[rule] ?? all;

/** What is seen from the class itself is not entered. */
export const enteredUplifts: readonly Uplift[] = [
  ...(['trade-affected', 'sent-in-province', 'sent-in-east-china', 'sent-beyond'] as const),
  ...(['key-industry', 'specific-enterprise'] as const),
];
