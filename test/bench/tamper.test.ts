import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Seeded, seedOf } from '../fault/seeded.ts';
import { type Evidence, makeEvidence } from './tamper/evidence.ts';
import { kinds } from './tamper/kinds.ts';
import { seenByServer } from './tamper/seen-by-server.ts';
import { tamperWith } from './tamper/tamper-with.ts';
import { verifyFiles } from './tamper/verify-files.ts';

const seed = seedOf('tamper.test');
let evidence: Evidence;

beforeAll(async () => {
  evidence = await makeEvidence();
});
const { verify } = crypto;
afterEach(() => replaceVerify(verify));

/** What `node:crypto` exports under the name that the suites import. */
function replaceVerify(by: unknown): void {
  (crypto as { verify: unknown }).verify = by;
  syncBuiltinESMExports();
}

test('honest evidence holds, all of it together', () => {
  const { oldBundle, bundle, small, pages, consistency, serverKey } = evidence;
  const files = {
    bundles: [oldBundle, bundle, small.bundle],
    pages: pages.map((page) => JSON.stringify(page)),
    consistencies: [JSON.stringify(consistency)],
  };
  const { wrong, unlinkedTrees } = verifyFiles(files, serverKey.publicKey);
  expect([wrong, unlinkedTrees]).toEqual([[], []]);
  expect(evidence.honest).toMatchObject({ records: 12, checkIns: 6, notAccepted: 4 });
});

test('whatever is changed is named by what is wrong', async () => {
  const { accepted, misnamed, failures, perKind } = await tamperWith(evidence, 2_000, new Seeded(seed));
  expect({ accepted, misnamed, failures }).toEqual({ accepted: 0, misnamed: 0, failures: [] });
  // Four ways change nothing that is proven.
  expect(Object.keys(perKind).length).toBeGreaterThanOrEqual(kinds.length - 4);
}, 180_000);

test('the control: a verifier that takes every signature for good lets some through', async () => {
  replaceVerify(() => true);
  const { accepted } = await tamperWith(evidence, 300, new Seeded(seed));
  expect(accepted).toBeGreaterThan(0);
}, 60_000);

test('a log cut off clean is seen by the server that had seen more of it', async () => {
  expect(await seenByServer()).toEqual({ cutsAtServer: 14, cutsUnseen: 0 });
}, 60_000);
