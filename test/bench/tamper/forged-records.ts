import type { RecordBody, SignedRecord } from '../../../sync/contract/records.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { recordDigest, rotationMessage, sealRecord } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence } from './evidence.ts';
import { malleated } from './malleated.ts';
import {
  atLine,
  carried,
  lineAbout,
  type Mutator,
  type Named,
  ofRecord,
  type RecordLine,
  recordLines,
  refused,
  type Tampered,
  tamperedBundle,
} from './mutation.ts';

const attacker = memoryKey('ES256');
const wrongKey = 'is not signed with the key that counts at its place';
const replacedRecord = 'does not carry the digest of the record before it: that record was replaced';
const notTheOne = 'is not the one that the server accepted';

/** One record signed anew, rightly linked, by a key that does not count at its place. */
function resigned(
  evidence: Evidence,
  random: Seeded,
  sign: (body: RecordBody, line: RecordLine) => SignedRecord | undefined,
  ...why: string[]
): Tampered | undefined {
  const line = random.pick(recordLines(evidence, evidence.main));
  const record = sign(line.record.body, line);
  if (!record) return undefined;
  const text = carried('record', record);
  return tamperedBundle(evidence.bundle.with(line.index, text), refused(atLine(line.index, ...why)));
}

export const byAttacker: Mutator = (evidence, random) =>
  resigned(evidence, random, (body) => sealRecord(changed(body), attacker), wrongKey);

/** Another kiosk that the server certified. */
export const byOtherDevice: Mutator = (evidence, random) => {
  const others = [...evidence.other, ...recordLines(evidence, evidence.revoked).map(({ record }) => record)];
  const signer = signerOf(evidence, random.pick(others));
  return resigned(evidence, random, (body) => sealRecord(changed(body), signer), wrongKey);
};

/** The key of another start of the same kiosk: an old one for new records, and the other way round. */
export const byOtherBootKey: Mutator = (evidence, random) => {
  const signer = signerOf(evidence, random.pick(recordLines(evidence, evidence.main)).record);
  const sign = (body: RecordBody, { record }: RecordLine) =>
    record.key === signer.keyId || body.kind === 'boot' ? undefined : sealRecord(changed(body), signer);
  return resigned(evidence, random, sign, wrongKey);
};

/** The device key itself signs no record since there are boot keys. */
export const byDeviceKey: Mutator = (evidence, random) => {
  const boot = recordLines(evidence, evidence.main)[0]?.record.body.data as { key: { key: string } };
  const signer = evidence.signers.get(boot.key.key) as Signer;
  return resigned(evidence, random, (body) => sealRecord(changed(body), signer), wrongKey);
};

/** The key named in the record is the right one, and did not sign. */
export const underRightName: Mutator = (evidence, random) =>
  resigned(
    evidence,
    random,
    (body, { record }) => ({ ...sealRecord(changed(body), attacker), key: record.key }),
    'its signature does not hold',
  );

/** The record says that it is another device's, and is signed by that device. */
export const inOtherName: Mutator = (evidence, random) => {
  const other = recordLines(evidence, evidence.revoked).at(-1)?.record as SignedRecord;
  const line = random.pick(recordLines(evidence, evidence.main));
  const record = sealRecord({ ...line.record.body, device: evidence.revoked }, signerOf(evidence, other));
  return tamperedBundle(
    evidence.bundle.with(line.index, carried('record', record)),
    refused(atLine(line.index)),
  );
};

/** A start that the device key did not certify: another key's word, or the right word for another place. */
export const foreignBoot: Mutator = (evidence, random) => {
  const boots = recordLines(evidence, evidence.main).filter(({ record }) => record.body.kind === 'boot');
  const { index, record } = random.pick(boots);
  const { data, boot, seq, device } = record.body;
  const { publicKey } = attacker;
  const body = { v: 1, device, seq, boot, publicKey, suite: 'ES256' } as const;
  const otherPlace = random.pick(boots.filter((one) => one.record !== record)).record.body.data.key;
  const key = random.pick([sealStatement('boot-key', body, attacker), otherPlace]);
  const forged = sealRecord({ ...record.body, data: { ...data, key } }, attacker);
  const why = 'brings a boot key that the device key did not certify for this place';
  return tamperedBundle(evidence.bundle.with(index, carried('record', forged)), refused(atLine(index, why)));
};

/** A new device key for which the old one did not sign, though the boot key is the right one. */
export const foreignRotation: Mutator = (evidence) => {
  const line = recordLines(evidence, evidence.main).find(({ record }) => record.body.kind === 'rotation');
  if (!line) return undefined;
  const { index, record } = line;
  const { device, seq } = record.body;
  const signer = signerOf(evidence, record);
  const { publicKey } = attacker;
  const order = { device, seq, oldKey: signer.keyId, publicKey, suite: 'ES256' } as const;
  const message = rotationMessage(order);
  const data = { publicKey, suite: 'ES256', byOld: signer.sign(message), byNew: attacker.sign(message) };
  const forged = sealRecord({ ...record.body, data }, signer);
  const why = 'brings a new device key that the old and the new key did not both sign for';
  return tamperedBundle(evidence.bundle.with(index, carried('record', forged)), refused(atLine(index, why)));
};

/** The kiosk itself writes one record anew, with all its keys at hand: what follows no longer rests on it. */
export const redoRecord: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const at = random.below(log.length);
  const line = log[at] as RecordLine;
  const record = sealRecord(changed(line.record.body), signerOf(evidence, line.record));
  return tamperedBundle(
    evidence.bundle.with(line.index, carried('record', record)),
    refused(...noLongerResting(log, at)),
  );
};

/** From one record on the kiosk writes its whole log anew, as after a restored snapshot. */
export const redoTail: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const from = random.below(log.length);
  let lines = [...evidence.bundle];
  let prev: string | undefined;
  for (const { index, record } of log.slice(from)) {
    const body = prev === undefined ? changed(record.body) : { ...record.body, prev };
    const redone = sealRecord(body, signerOf(evidence, record));
    prev = recordDigest(redone);
    lines = lines.with(index, carried('record', redone));
  }
  const redone = log.slice(from).map(({ record }) => ofRecord(record, notTheOne));
  const receipt: Named = { what: /^line \d+$/, why: ['is a receipt for another record'] };
  return tamperedBundle(lines, refused(receipt, ...redone));
};

/** (r, n−s) is a signature as well as (r, s): it is another text, and what follows rests on the first. */
export const malleate: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const at = random.below(log.length);
  const { index, record } = log[at] as RecordLine;
  const text = carried('record', { ...record, sig: malleated(record.sig) });
  return tamperedBundle(evidence.bundle.with(index, text), refused(...noLongerResting(log, at)));
};

function noLongerResting(log: readonly RecordLine[], at: number): Named[] {
  const { record } = log[at] as RecordLine;
  const next = log[at + 1];
  return [
    ofRecord(record, notTheOne),
    ...(next
      ? [ofRecord(next.record, replacedRecord)]
      : [{ what: /^line \d+$/, why: ['is a receipt for another record'] }]),
  ];
}

/** Says something else than it did. */
function changed(body: RecordBody): RecordBody {
  return { ...body, wall: body.wall + 1 };
}

function signerOf({ signers }: Evidence, { key }: SignedRecord): Signer {
  const signer = signers.get(key);
  if (!signer) throw new Error('a record of a key that nobody has');
  return signer;
}

/** A record that the server has never seen goes on behind the last one. */
export const appended: Mutator = (evidence, random) => {
  const last = recordLines(evidence, evidence.main).at(-1) as RecordLine;
  const { body } = last.record;
  const next = { ...body, seq: String(Number(body.seq) + 1), prev: recordDigest(last.record) };
  const own = random.below(2) === 0;
  const record = sealRecord(next, own ? signerOf(evidence, last.record) : attacker);
  const lines = evidence.bundle.toSpliced(last.index + 1, 0, carried('record', record));
  if (!own) return tamperedBundle(lines, refused(atLine(last.index + 1, wrongKey)));
  // It is the kiosk's own, and waits for the server's word: it does not count.
  const name = `record ${next.seq} of ${next.device}`;
  const isNew = lineAbout(evidence, 'acceptance', record) < 0;
  return tamperedBundle(lines, {
    kind: 'told',
    by: ({ wrong, notAccepted, counts }) =>
      isNew && wrong.length === 0 && notAccepted.includes(name) && counts.records === evidence.honest.records,
  });
};
