import { AppError } from '../../sync/base/errors.ts';
import { isOf } from '../../sync/base/parse.ts';
import type { Actor, JournalBody } from '../../sync/contract/accounts.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { readStatement } from '../storage/read-statement.ts';
import { type CreditAction, entryData } from './entries.ts';
import type { CreditFacts } from './facts.ts';

type Said = Pick<CreditFacts, 'decisions' | 'leaves' | 'enrolmentDecisions'>;

/** Entries never change, and a signature takes longer to check than all the rest of them. */
const opened = new Map<string, JournalBody>();
const mostOpened = 20_000;

/**
 * What people decided, from entries of the server's own log as stored. Throws `conflict` when one is not as we signed
 * it: nothing may be credited by a row that somebody put into the store.
 */
export function readEntries(texts: readonly string[], serverPublicKey: string): Said {
  const said = { decisions: [], leaves: [], enrolmentDecisions: [] } as {
    -readonly [K in keyof Said]: Said[K][number][];
  };
  for (const text of texts) add(said, open(text, serverPublicKey));
  return said;
}

function open(text: string, publicKey: string): JournalBody {
  const key = `${publicKey} ${text}`;
  const known = opened.get(key);
  if (known) return known;
  const statement = openStatement('journal-entry', readStatement('journal-entry', text), publicKey);
  if (!statement) throw changed();
  if (opened.size >= mostOpened) opened.clear();
  opened.set(key, statement.body);
  return statement.body;
}

function add(
  said: { readonly [K in keyof Said]: Said[K][number][] },
  { seq, at, by, action, data }: JournalBody,
): void {
  const entry = { entry: Number(seq), by: nameOf(by), at };
  switch (action as CreditAction) {
    case 'credit-decided': {
      const { persons, periods, verdict, reason } = read('credit-decided', data);
      for (const person of persons) {
        for (const period of periods) said.decisions.push({ ...entry, ...period, person, verdict, reason });
      }
      break;
    }
    case 'leave-granted':
    case 'leave-withdrawn': {
      const { person, periods } = read('leave-granted', data);
      const granted = action === 'leave-granted';
      for (const period of periods) said.leaves.push({ ...entry, ...period, person, granted });
      break;
    }
    case 'enrolment-accepted':
    case 'enrolment-refused': {
      const { persons, reason } = read('enrolment-accepted', data);
      const accepted = action === 'enrolment-accepted';
      for (const { person, records } of persons) {
        said.enrolmentDecisions.push({ ...entry, person, records, accepted, reason });
      }
    }
  }
}

function read<K extends keyof typeof entryData>(kind: K, data: unknown) {
  const schema = entryData[kind];
  if (!isOf(schema, data)) throw changed();
  return data;
}

function nameOf(by: Actor): string {
  if (by.kind === 'account') return by.user;
  return by.kind === 'puller' ? by.label : by.part;
}

function changed(): AppError {
  return new AppError(
    'conflict',
    'The server’s own log of this class was changed in the store: restore it from a backup.',
    { zh: '服务器操作日志中本班的条目被改动，学时无法认定，请从备份恢复。' },
  );
}
