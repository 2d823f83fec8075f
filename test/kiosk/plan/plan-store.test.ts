import { expect, test } from 'vitest';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { samplePlan } from '../../helpers/sample-plan.ts';

test('a plan is adopted once, recorded, and outlives a restart', () => {
  const store = kioskStore();
  expect(store.adopt()).toBe(true);
  expect(store.adopt()).toBe(false);
  expect(store.db.prepare("SELECT count(*) AS n FROM log WHERE kind = 'plan'").get()).toEqual({ n: 1 });
  const again = kioskStore({ dir: store.dir, signer: store.signer });
  expect(again.plans.all()).toEqual([samplePlan()]);
});

test('a later version takes the place of the earlier one; an earlier one changes nothing', () => {
  const store = kioskStore();
  store.adopt(samplePlan({ version: 2, room: '202' }));
  expect(store.adopt(samplePlan({ version: 1 }))).toBe(false);
  expect(store.plans.all()).toMatchObject([{ version: 2, room: '202' }]);
});

test('a plan that our server did not sign is not adopted', () => {
  const store = kioskStore();
  const foreign = sealStatement('plan', samplePlan({ version: 9 }), memoryKey('Ed25519'));
  expect(() => store.plans.adopt(foreign, store.serverKey.publicKey)).toThrow(
    expect.objectContaining({ code: 'bad_signature' }),
  );
  expect(store.plans.all()).toEqual([]);
});

test('a version that is no exact whole number is no version, whoever signed it', () => {
  const store = kioskStore();
  expect(() => store.adopt(samplePlan({ version: 2 ** 63 }))).toThrow(
    expect.objectContaining({ code: 'bad_signature' }),
  );
  expect(store.plans.all()).toEqual([]);
});
