import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refuseStep, refuseStepBack, voucherOrder } from '../../../server/claims/voucher-states.ts';

test('县2023 六 「申请-发券-培训-兑现-核销」: each step follows the one before it, and no other', () => {
  for (const [from, state] of [null, ...voucherOrder].entries()) {
    for (const [to, wanted] of voucherOrder.entries()) {
      expect(refuseStep({ state, number: 'V1' }, wanted)).toBe(to === from ? null : 'not-the-next');
      expect(refuseStepBack({ state, number: 'V1' }, wanted)).toBe(to < from - 1 ? null : 'not-before');
    }
  }
});

test('nothing but 申请 is reached without a number', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...voucherOrder), { maxLength: 30 }), (wanted) => {
      let state: (typeof voucherOrder)[number] | null = null;
      for (const to of wanted) if (refuseStep({ state, number: null }, to) === null) state = to;
      expect([null, 'applied']).toContain(state);
    }),
  );
});
