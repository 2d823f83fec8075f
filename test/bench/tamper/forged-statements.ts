import type { Statement, StatementBody, StatementKind } from '../../../sync/contract/statements.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { originOf } from '../../../sync/evidence/tlog/origin.ts';
import { signCheckpoint } from '../../../sync/evidence/tlog/sign-checkpoint.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence } from './evidence.ts';
import {
  atLine,
  carried,
  indicesOf,
  type Mutator,
  refused,
  someBundle,
  statementAt,
  tamperedBundle,
} from './mutation.ts';

const attacker = memoryKey('Ed25519');
const kinds = ['certificate', 'time-receipt', 'acceptance', 'revocation', 'segment-receipt'] as const;
const notTrusted = 'is not signed by a trusted key';

/** One field of what the server signed says something else: a date, a place, a digest, a key. */
export const editStatement: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const index = random.pick(indicesOf(evidence, random.pick(kindsOf(evidence))));
  const { kind, value } = evidence.lines[index] as { kind: string; value: Statement };
  const body = edited(value.body as object, random);
  const text = carried(kind, { ...value, body });
  return tamperedBundle(evidence.bundle.with(index, text), refused(atLine(index, notTrusted)));
};

/** The same, signed anew by somebody else's server, under its own name or ours. */
export const signByAttacker: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const index = random.pick(indicesOf(evidence, random.pick(kindsOf(evidence))));
  const { kind, value } = evidence.lines[index] as { kind: string; value: Statement };
  const body = random.pick([value.body, edited(value.body, random)]) as StatementBody<StatementKind>;
  const sealed = sealStatement(value.kind, body, attacker);
  const named = random.pick([sealed, { ...sealed, key: value.key }]);
  return tamperedBundle(
    evidence.bundle.with(index, carried(kind, named)),
    refused(atLine(index, notTrusted)),
  );
};

/** A statement that the server did sign, under the name of another kind. */
export const relabel: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const there = kindsOf(evidence);
  const [from, to] = [random.pick(there), random.pick(there)];
  if (from === to) return undefined;
  const value = statementAt(evidence, random.pick(indicesOf(evidence, from)));
  const index = random.pick(indicesOf(evidence, to));
  const kind = statementAt(evidence, index).kind;
  const text = carried(to, random.pick([value, { ...value, kind }]));
  return tamperedBundle(evidence.bundle.with(index, text), refused(atLine(index, notTrusted)));
};

/** A checkpoint of a log of the attacker's own, under its own name or ours. */
export const foreignCheckpoint: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const [index = -1] = indicesOf(evidence, 'checkpoint');
  const owner = random.pick([attacker.publicKey, evidence.serverKey.publicKey]);
  const root = Buffer.alloc(32, random.below(256));
  const size = 1 + random.below(40);
  const note = signCheckpoint({ origin: originOf(owner), size, root, extensions: [] }, attacker);
  const why = 'the checkpoint is not signed by a trusted log';
  return tamperedBundle(
    evidence.bundle.with(index, carried('checkpoint', note)),
    refused(atLine(index, why)),
  );
};

/** One field of an entry of the server's log: its place in the tree, or whose it is. */
export const editEntry: Mutator = (whole, random) => {
  const evidence = someBundle(whole, random);
  const index = random.pick(indicesOf(evidence, 'entry'));
  const text = carried('entry', edited(evidence.lines[index]?.value as object, random));
  const why = ['does not prove that record', 'is the entry of a record that is not here', 'is not an entry'];
  return tamperedBundle(evidence.bundle.with(index, text), refused(atLine(index, ...why)));
};

/** The small bundle has no revocation. */
function kindsOf({ lines }: Evidence) {
  return kinds.filter((kind) => lines.some((line) => line.kind === kind));
}

/** Another value of the same type in one field. */
export function edited(body: object, random: Seeded): object {
  const [field, value] = random.pick(Object.entries(body));
  return { ...body, [field]: another(value, random) };
}

function another(value: unknown, random: Seeded): unknown {
  if (typeof value === 'number') return value + random.pick([-86_400_000, -1, 1, 86_400_000]);
  if (typeof value === 'string') return anotherText(value, random);
  if (Array.isArray(value)) {
    const longer = [...value, `${'A'.repeat(43)}=`];
    return value.length === 0 ? longer : random.pick([value.slice(1), longer]);
  }
  if (typeof value === 'object' && value !== null) return edited(value, random);
  return value === null ? 'x' : null;
}

function anotherText(value: string, random: Seeded): string {
  if (/^\d+$/.test(value)) return String(Number(value) + 1 + random.below(3));
  const at = random.below(value.length);
  return value.slice(0, at) + (value[at] === '0' ? '1' : '0') + value.slice(at + 1);
}
