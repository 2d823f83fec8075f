import type { SignedRecord } from '../../../sync/contract/records.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence } from './evidence.ts';
import {
  atLine,
  bundleOf,
  carried,
  type Expected,
  indicesOf,
  lineAbout,
  type Mutator,
  type Named,
  ofRecord,
  placeAt,
  type RecordLine,
  recordLines,
  refused,
  tamperedBundle,
  unchanged,
  without,
} from './mutation.ts';
import type { Verdict } from './verify-files.ts';

const notFollowing = 'does not follow the record before it';
const notShown = 'was accepted by the server and is not here';

/** Two records of one log in each other's place. */
export const swapRecords: Mutator = (evidence, random) => {
  const log = recordLines(evidence, random.pick([evidence.main, evidence.revoked]));
  const at = random.below(log.length - 1);
  const [first, later] = [log[at] as RecordLine, random.pick(log.slice(at + 1))];
  const { bundle } = evidence;
  const swapped = bundle
    .with(first.index, bundle[later.index] ?? '')
    .with(later.index, bundle[first.index] ?? '');
  // A bundle may begin in mid-log with a start: then what comes after is out of order.
  const places = log.filter(({ index }) => index >= first.index).slice(0, 2);
  return tamperedBundle(swapped, refused(...places.map(({ index }) => atLine(index))));
};

interface Move {
  readonly of: string;
  readonly behind: string;
  readonly named: (evidence: Evidence) => readonly Named[];
}

/** What must come first comes after what rests on it. */
const moves: readonly Move[] = [
  {
    of: 'certificate',
    behind: 'record',
    named: () => [{ what: /^record 1 of /, why: ['no good certificate'] }],
  },
  { of: 'record', behind: 'acceptance', named: () => [{ what: /^record \d+ of /, why: [notShown] }] },
  {
    of: 'checkpoint',
    behind: 'entry',
    named: () => [{ what: /^line \d+$/, why: ['an entry without a checkpoint'] }],
  },
  {
    of: 'time-receipt',
    behind: 'acceptance',
    named: () => [{ what: /^record \d+ of /, why: ['names no time receipt'] }],
  },
  { of: 'header', behind: 'certificate', named: () => [{ what: 'line 1', why: ['is not the header'] }] },
];

export const moveBehind: Mutator = (evidence, random) => {
  const { of, behind, named } = random.pick(moves);
  const moved = indicesOf(evidence, of);
  const last = indicesOf(evidence, behind).at(-1) ?? 0;
  const { bundle } = evidence;
  const kept = without(bundle.slice(0, last + 1), moved);
  const lines = [
    ...kept,
    ...moved.map((index) => bundle[index] ?? ''),
    ...without(
      bundle,
      [...bundle.keys()].filter((i) => i <= last || moved.includes(i)),
    ),
  ];
  return tamperedBundle(lines, refused(...named(evidence)));
};

/** One record left out of the middle of a log. */
export const dropRecord: Mutator = (evidence, random) => {
  const log = recordLines(evidence, random.pick([evidence.main, evidence.revoked]));
  const at = random.below(log.length);
  const { index, record } = log[at] as RecordLine;
  return tamperedBundle(without(evidence.bundle, [index]), gap(evidence, log, at, record));
};

/** One record with everything that the server said of it. */
export const dropRecordAndWord: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const at = 1 + random.below(log.length - 2);
  const { index, record } = log[at] as RecordLine;
  const next = log[at + 1] as RecordLine;
  const lines = without(evidence.bundle, [index, ...wordOn(evidence, record)]);
  return tamperedBundle(lines, refused(ofRecord(next.record, notFollowing)));
};

function gap(evidence: Evidence, log: readonly RecordLine[], at: number, record: SignedRecord): Expected {
  const next = log[at + 1];
  if (at > 0 && next) return refused(ofRecord(next.record, notFollowing));
  // A bundle may begin in mid-log, where a start or a certified key says whose record it is.
  const named = [ofRecord(record, notShown, 'stands in the server’s log', 'the server had seen')];
  if (next) named.push(ofRecord(next.record, 'is not signed with the key', notFollowing));
  const isTold = lineAbout(evidence, 'acceptance', record) < 0 && !isCovered(evidence, record);
  return isTold
    ? { kind: 'told', by: ({ wrong }) => wrong.length === 0 }
    : refused(...named, lastSeen(record));
}

function lastSeen({ body }: SignedRecord): Named {
  return { what: new RegExp(`^log of ${body.device}$`), why: ['is cut off'] };
}

/** A time receipt says that the log went on to this record, or beyond. */
function isCovered({ lines }: Evidence, { body }: SignedRecord): boolean {
  return lines.some(({ kind, value }) => {
    const receipt = (value as { body?: { device: string; seq: string } }).body;
    return (
      kind === 'time-receipt' && receipt?.device === body.device && Number(receipt.seq) >= Number(body.seq)
    );
  });
}

function wordOn(evidence: Evidence, record: SignedRecord): number[] {
  return [lineAbout(evidence, 'acceptance', record), lineAbout(evidence, 'entry', record)].filter(
    (i) => i >= 0,
  );
}

function acceptedRecord(evidence: Evidence, random: Seeded): SignedRecord {
  const all = recordLines(evidence).filter(({ record }) => lineAbout(evidence, 'acceptance', record) >= 0);
  return random.pick(all).record;
}

export const dropAcceptance: Mutator = (evidence, random) => {
  const record = acceptedRecord(evidence, random);
  const lines = without(evidence.bundle, [lineAbout(evidence, 'acceptance', record)]);
  return tamperedBundle(
    lines,
    refused(ofRecord(record, 'is in the server’s log, and its acceptance is not shown')),
  );
};

/** Without any word of the server a record may be held, or not judged yet: it is told of, and does not count. */
export const dropWord: Mutator = (evidence, random) => {
  const record = acceptedRecord(evidence, random);
  const { seq, device } = record.body;
  const by = ({ wrong, notAccepted }: Verdict) =>
    wrong.length === 0 && notAccepted.includes(`record ${seq} of ${device}`);
  return tamperedBundle(without(evidence.bundle, wordOn(evidence, record)), { kind: 'told', by });
};

export const dropEntry: Mutator = (evidence, random) => {
  const record = acceptedRecord(evidence, random);
  const lines = without(evidence.bundle, [lineAbout(evidence, 'entry', record)]);
  return tamperedBundle(lines, refused(ofRecord(record, 'no entry of the server’s log')));
};

/** The checkpoint alone, or all that is shown of the server's log. */
export const dropTree: Mutator = (evidence, random) => {
  const [checkpoint = -1] = indicesOf(evidence, 'checkpoint');
  if (random.below(2) === 0) {
    const lines = without(evidence.bundle, [checkpoint]);
    return tamperedBundle(lines, refused(atLine(checkpoint, 'is an entry without a checkpoint')));
  }
  const lines = without(evidence.bundle, indicesOf(evidence, 'checkpoint', 'entry'));
  return tamperedBundle(lines, refused({ what: /^record \d+ of /, why: ['no entry of the server’s log'] }));
};

/** A receipt that a record names is missed by that record; of others, a later one says as much. */
export const dropTimeReceipt: Mutator = (evidence, random) => {
  const index = random.pick(indicesOf(evidence, 'time-receipt'));
  const lines = without(evidence.bundle, [index]);
  const { device } = placeAt(evidence, index);
  const missed = recordLines(evidence, device).find(({ record }) => isAnchoredAt(evidence, record, index));
  if (!missed) return tamperedBundle(lines, unchanged);
  return tamperedBundle(
    lines,
    refused({ what: /^record \d+ of /, why: ['it names no time receipt that is here'] }),
  );
};

/** Whether an accepted check-in or segment names the receipt of that line. */
function isAnchoredAt(evidence: Evidence, record: SignedRecord, index: number): boolean {
  const { anchor, kind } = record.body;
  const proves = ['check-in', 'segment'].includes(kind) && lineAbout(evidence, 'acceptance', record) >= 0;
  return proves && anchor !== null && evidence.receiptIds.get(index) === anchor;
}

export const dropCertificate: Mutator = (evidence, random) => {
  const index = random.pick(indicesOf(evidence, 'certificate'));
  const { device, afterSeq } = placeAt(evidence, index);
  const lines = without(evidence.bundle, [index]);
  if (afterSeq === '0')
    return tamperedBundle(lines, refused({ what: new RegExp(`^record 1 of ${device} `) }));
  return tamperedBundle(
    lines,
    refused({
      what: new RegExp(`^record \\d+ of ${device}$`),
      why: ['no certificate of its device key is shown'],
    }),
  );
};

/** The server took its acceptances back, and shows none: without the revocation as little counts. */
export const dropRevocation: Mutator = (evidence) =>
  tamperedBundle(without(evidence.bundle, indicesOf(evidence, 'revocation')), unchanged);

export const dropSegmentReceipt: Mutator = (evidence, random) =>
  tamperedBundle(without(evidence.bundle, [random.pick(indicesOf(evidence, 'segment-receipt'))]), unchanged);

/** A record twice, at once or later. */
export const repeatRecord: Mutator = (evidence, random) => {
  const log = recordLines(evidence, random.pick([evidence.main, evidence.revoked]));
  const at = random.below(log.length);
  const behind = random.pick(log.slice(at)).index;
  const text = evidence.bundle[(log[at] as RecordLine).index] ?? '';
  return tamperedBundle(
    evidence.bundle.toSpliced(behind + 1, 0, text),
    refused(atLine(behind + 1, notFollowing)),
  );
};

/** What the server said, said twice, says no more. */
export const repeatStatement: Mutator = (evidence, random) => {
  const kinds = [
    'certificate',
    'acceptance',
    'time-receipt',
    'entry',
    'checkpoint',
    'revocation',
    'segment-receipt',
  ];
  const index = random.pick(indicesOf(evidence, random.pick(kinds)));
  return tamperedBundle(evidence.bundle.toSpliced(index, 0, evidence.bundle[index] ?? ''), unchanged);
};

/** The newest records of a log left out, while the server's word on them stays. */
export const cutTail: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const cut = log.slice(1 + random.below(log.length - 1));
  const named = cut.map(({ record }) => ofRecord(record, notShown));
  const lines = without(
    evidence.bundle,
    cut.map(({ index }) => index),
  );
  return tamperedBundle(lines, refused(...named, lastSeen(cut[0]?.record as SignedRecord)));
};

/** With the server's word on them, but for the receipts for the time: those say how far the log went. */
export const cutTailAndWord: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const cut = log.slice(1 + random.below(log.length - 1));
  const gone = cut.flatMap(({ index, record }) => [index, ...wordOn(evidence, record)]);
  return tamperedBundle(
    without(evidence.bundle, gone),
    refused(lastSeen(cut[0]?.record as SignedRecord), {
      what: /^segment /,
      why: ['has a receipt and no record'],
    }),
  );
};

/** With every line about them: only the server, or another bundle, can know. Fewer records count. */
export const cutTailClean: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const cut = log.slice(4 + random.below(log.length - 4));
  const from = Number(cut[0]?.record.body.seq);
  const receipts = indicesOf(evidence, 'time-receipt').filter((index) => {
    const { device, seq } = placeAt(evidence, index);
    return device === evidence.main && Number(seq) >= from;
  });
  const gone = cut.flatMap(({ index, record }) => [index, ...wordOn(evidence, record)]);
  const accepted = cut.filter(({ record }) => lineAbout(evidence, 'acceptance', record) >= 0).length;
  const by = ({ wrong, counts }: Verdict) =>
    wrong.length === 0 && counts.records === evidence.honest.records - accepted;
  return tamperedBundle(without(evidence.bundle, [...gone, ...receipts]), { kind: 'told', by });
};

/** A record of another log, in place of one or beside it. */
export const spliceOtherLog: Mutator = (evidence, random) => {
  const log = recordLines(evidence, evidence.main);
  const at = 1 + random.below(log.length - 2);
  const { index } = log[at] as RecordLine;
  const inBundle = recordLines(evidence, evidence.revoked).map(({ record }) => record);
  const stranger = random.pick([...evidence.other, ...inBundle]);
  const instead = random.below(2);
  const lines = evidence.bundle.toSpliced(index, instead, carried('record', stranger));
  const next = log[at + instead] as RecordLine;
  const named = [
    atLine(index),
    ofRecord(next.record, notFollowing),
    ofRecord(stranger),
    { what: new RegExp(`^record 1 of ${evidence.revoked}`) },
  ];
  return tamperedBundle(lines, refused(...named));
};

/** An entry, or the checkpoint, from an export of another time. */
export const spliceOldTree: Mutator = (evidence, random) => {
  const kind = random.pick(['entry', 'checkpoint']);
  const index = random.pick(indicesOf(evidence, kind));
  const old = evidence.oldBundle.filter((text) => text.startsWith(`{"${kind}"`));
  const text = random.pick(old);
  if (text === evidence.bundle[index]) return undefined;
  const named = [
    atLine(index),
    { what: /^line \d+$/, why: ['does not prove that record'] },
    { what: /^record \d+ of /, why: ['no entry of the server’s log'] },
  ];
  return tamperedBundle(evidence.bundle.with(index, text), refused(...named));
};

/** Acceptances from before the revocation, with the entries of then: they do not make a revoked record count again. */
export const bringBackRevoked: Mutator = (evidence, random) => {
  const old = evidence.oldBundle.filter((text) => /^\{"(acceptance|checkpoint|entry)"/.test(text));
  const lines = [...evidence.bundle, ...old];
  const { bundle, oldBundle, honest } = evidence;
  const files = random.pick([bundleOf(lines), bundleOf(oldBundle, bundle), bundleOf(bundle, oldBundle)]);
  const by = ({ counts }: Verdict) =>
    counts.records === honest.records && counts.checkIns === honest.checkIns;
  return { files, expected: { kind: 'told', by } };
};
