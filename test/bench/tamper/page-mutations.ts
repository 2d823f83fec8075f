import type { AttendanceItem } from '../../../sync/contract/pull.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence } from './evidence.ts';
import { edited } from './forged-statements.ts';
import { malleated } from './malleated.ts';
import { type Expected, type Mutator, ofItem, refused, type Tampered, unchanged } from './mutation.ts';

const attacker = memoryKey('ES256');
const foreignServer = memoryKey('Ed25519');

/** Somewhere in an item, at any depth, one field says something else. */
export const editItem: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  return page(
    items.with(at, edited(items[at] as AttendanceItem, random) as AttendanceItem),
    refused(ofItem(at)),
  );
};

type Proof = AttendanceItem['proof'];
const whyOfPart: Readonly<Record<keyof Proof, readonly string[]>> = {
  certificate: ['stands in the log of another device', 'did not certify', 'names no time receipt'],
  bootKey: ['did not certify', 'is not signed with the key'],
  timeReceipt: ['the time receipt is not the one that its record names'],
  acceptance: ['the acceptance is of another record'],
  log: ['the log proof does not lead from this entry'],
};

/** A part of the proof that belongs to another item. */
export const swapProofPart: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  const all = evidence.pages.flatMap((one) => one.items);
  const part = random.pick(Object.keys(whyOfPart) as (keyof Proof)[]);
  const item = items[at] as AttendanceItem;
  const foreign = random.pick(all).proof[part];
  if (JSON.stringify(foreign) === JSON.stringify(item.proof[part])) return undefined;
  const changed = { ...item, proof: { ...item.proof, [part]: foreign } };
  return page(items.with(at, changed), refused(ofItem(at, ...whyOfPart[part])));
};

/** The record of an item signed anew: by a stranger, by another start's key, with a boot key of the stranger's own. */
export const forgeItem: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  const item = items[at] as AttendanceItem;
  const { device, seq, boot } = item.record.body;
  const signer = random.pick([attacker, ...evidence.signers.values()]);
  if (signer.keyId === item.record.key) return undefined;
  const record = sealRecord({ ...item.record.body, wall: item.record.body.wall + 1 }, signer);
  const body = { v: 1, device, seq, boot, publicKey: signer.publicKey, suite: 'ES256' } as const;
  const bootKey = random.pick([item.proof.bootKey, sealStatement('boot-key', body, attacker)]);
  const why = ['is not signed with the key', 'did not certify'];
  return page(
    items.with(at, { ...item, record, proof: { ...item.proof, bootKey } }),
    refused(ofItem(at, ...why)),
  );
};

/** The kiosk, with its own keys, writes the record of an item anew: nobody accepted that one. */
export const redoItem: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  const item = items[at] as AttendanceItem;
  const signer = evidence.signers.get(item.record.key) as Signer;
  const redone = sealRecord({ ...item.record.body, wall: item.record.body.wall + 1 }, signer);
  const record = random.pick([redone, { ...item.record, sig: malleated(item.record.sig) }]);
  const expected = refused(ofItem(at, 'the acceptance is of another record'));
  return page(items.with(at, { ...item, record }), expected);
};

/** As before, with a word of acceptance from a server of the forger's own. */
export const acceptForged: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  const item = items[at] as AttendanceItem;
  const signer = evidence.signers.get(item.record.key) as Signer;
  const record = sealRecord({ ...item.record.body, wall: item.record.body.wall + 1 }, signer);
  const body = { ...item.proof.acceptance.body, digest: recordDigest(record) };
  const sealed = sealStatement('acceptance', body, foreignServer);
  const acceptance = random.pick([sealed, { ...sealed, key: item.proof.acceptance.key }]);
  const expected = refused(ofItem(at, 'the acceptance is not signed by a trusted key'));
  return page(items.with(at, { ...item, record, proof: { ...item.proof, acceptance } }), expected);
};

/** Without the proofs that items have since version 2, as if it were an item of version 1. */
export const downgradeItem: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  const { time: _time, proof, ...item } = items[at] as AttendanceItem;
  const { certificate, acceptance } = proof;
  const old = { ...item, proof: { certificate, acceptance } };
  return page(items.with(at, old as AttendanceItem), refused(ofItem(at)));
};

export const repeatItem: Mutator = (evidence, random) => {
  const { items, at } = chosen(evidence, random);
  const behind = at + 1 + random.below(items.length - at);
  const more = items.toSpliced(behind, 0, items[at] as AttendanceItem);
  return page(more, refused(ofItem(behind, 'stands in the pages twice')));
};

/** Items in another order say the same. */
export const reorderItems: Mutator = (evidence, random) => {
  const { items } = chosen(evidence, random);
  return page([...items].reverse(), unchanged);
};

function chosen(evidence: Evidence, random: Seeded) {
  const { items } = random.pick(evidence.pages);
  return { items, at: random.below(items.length) };
}

function page(items: readonly AttendanceItem[], expected: Expected): Tampered {
  const text = JSON.stringify({ items, withdrawn: [], nextCursor: '9' });
  return { files: { bundles: [], pages: [text], consistencies: [] }, expected };
}
