import type { JournalBody } from '../../sync/contract/accounts.ts';
import type { CreditLine } from '../../sync/contract/credit.ts';
import type { CreditItem, CreditPage, CreditPullQuery } from '../../sync/contract/credit-pull.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import { approvalsSaid, feedActions } from './approvals-said.ts';
import { type ProvenApproval, provenApproval } from './approved-credit.ts';
import { readCursor, writeCursor } from './cursor.ts';

const defaultLimit = 100;
/** An approval is proven whole before anything of it goes out: so many are looked at for one page. */
const entriesAtOnce = 20;

type Withdrawn = CreditPage['withdrawn'][number];

/**
 * Approved credit after a cursor, in the order of the approvals. An approval that does not count any more is told as
 * withdrawn and its lines are left out, also when it is read from the beginning. Checked again as it goes out.
 */
export async function creditPage(context: Context, query: CreditPullQuery): Promise<CreditPage> {
  const limit = query.limit ?? defaultLimit;
  const from = readCursor(query.cursor ?? '0');
  const classId = await classOf(context, query);
  const page = { items: [] as CreditItem[], withdrawn: [] as Withdrawn[], nextCursor: query.cursor ?? '0' };
  if (classId === null) return page;
  const after = from.line === null ? from.seq : from.seq - 1;
  const only = { actions: feedActions, ...(classId !== undefined && { class: classId }) };
  for (const entry of await context.stores.journal.after(after, entriesAtOnce, only)) {
    const seq = Number(entry.body.seq);
    // What we did not sign says nothing; the reading of the whole log finds it.
    const body = openStatement('journal-entry', entry, context.serverKey.publicKey)?.body;
    if (!body) {
      page.nextCursor = writeCursor({ seq, line: null });
      continue;
    }
    const begun = seq === from.seq ? from.line : null;
    const told = await readEntry(context, body, { query, begun, limit: limit - page.items.length });
    page.withdrawn.push(...told.withdrawn);
    page.items.push(...told.items);
    const last = told.items.at(-1)?.proof.index;
    if (last !== undefined && page.items.length >= limit) {
      return { ...page, nextCursor: writeCursor({ seq, line: last }) };
    }
    page.nextCursor = writeCursor({ seq, line: null });
  }
  return page;
}

/** Ids of people are made per class: a trainee alone says which class. Null when there is none to look in. */
async function classOf({ stores }: Context, query: CreditPullQuery): Promise<string | null | undefined> {
  if (query.trainee === undefined) return query.class;
  const classId = await stores.creditFeed.classOfPerson(query.trainee);
  return classId === undefined || (query.class !== undefined && query.class !== classId) ? null : classId;
}

interface Entry {
  readonly withdrawn: readonly Withdrawn[];
  readonly items: readonly CreditItem[];
}

interface Wanted {
  readonly query: CreditPullQuery;
  /** Index of the last line of this entry that was given out; null where the entry begins. */
  readonly begun: number | null;
  readonly limit: number;
}

async function readEntry(
  context: Context,
  { action, class: classId, data }: JournalBody,
  wanted: Wanted,
): Promise<Entry> {
  const { version } = data;
  if (classId === null || typeof version !== 'number') return { withdrawn: [], items: [] };
  const of = { class: classId, version };
  if (action === 'credit-approval-withdrawn')
    return { withdrawn: [{ ...of, reason: 'withdrawn' }], items: [] };
  const said = await approvalsSaid(context, classId);
  const withdrawn: Withdrawn[] =
    wanted.begun === null && version > 1 && !said.withdrawn.has(version - 1)
      ? [{ class: classId, version: version - 1, reason: 'superseded' }]
      : [];
  const approval = await provenApproval(context, classId, version);
  if (approval === 'damaged') return { withdrawn: [...withdrawn, { ...of, reason: 'damaged' }], items: [] };
  return { withdrawn, items: await itemsOf(context, approval, wanted) };
}

async function itemsOf(
  context: Context,
  approval: ProvenApproval | undefined,
  { query, begun, limit }: Wanted,
): Promise<readonly CreditItem[]> {
  if (!approval) return [];
  const lines = await context.stores.creditFeed.lines({
    approvalId: approval.id,
    after: begun ?? -1,
    ...(query.trainee !== undefined && { person: query.trainee }),
    ...(query.period !== undefined && { period: readPeriod(query.period) }),
    limit,
  });
  const persons = [...new Set(lines.map(({ person }) => person))];
  const numbers = await context.stores.creditFeed.registrations(persons);
  return Promise.all(
    lines.map(async ({ index, person, text }) => ({
      registration: numbers.get(person) ?? null,
      line: JSON.parse(text) as CreditLine,
      approval: approval.statement,
      proof: { index, path: (await approval.tree.proof(index)).map(toBase64) },
    })),
  );
}

const toBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** `2026-11-20-3` */
function readPeriod(text: string): { readonly day: string; readonly number: number } {
  return { day: text.slice(0, 10), number: Number(text.slice(11)) };
}
