import { LineTree } from '../../../server/credit/approvals.ts';
import { creditOfClass } from '../../../server/credit/credit-of-class.ts';
import { gatherFacts } from '../../../server/credit/gather-facts.ts';
import { classDigest } from '../../../server/credit/seen.ts';
import { inTransaction } from '../../../server/storage/stores.ts';
import type { CreditLine } from '../../../sync/contract/credit.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { hashLeaf } from '../../../sync/evidence/tlog/tree-hash.ts';
import type { TestServer } from '../../helpers/test-server.ts';

const by = { kind: 'account', user: 'reviewer', role: 'reviewer' } as const;
const digest = sha256('a record');

/** A line of credit as the judgement writes it: period `number` of 2026-11-20. */
export function creditLine(
  classId: string,
  person: string,
  number: number,
  change: Partial<CreditLine> = {},
): CreditLine {
  const startAt = Date.parse('2026-11-20T09:00:00+08:00') + number * 3_000_000;
  return {
    v: 1,
    class: classId,
    person,
    period: { day: '2026-11-20', number, startAt, endAt: startAt + 2_400_000, kind: 'theory', exam: false },
    state: 'present',
    byRule: true,
    counts: true,
    reasons: [{ code: 'checked-in', weighs: 'for', records: [{ device: 'dev_a', seq: '7', digest }] }],
    decision: null,
    ...change,
  };
}

/** Stores an approval of these lines as the reviewer's approval does, the journal entry in the same transaction. */
export async function approveLines(
  { context, serverKey, clock }: TestServer,
  classId: string,
  lines: readonly CreditLine[],
): Promise<number> {
  const texts = lines.map(canonicalJson);
  const at = clock.now();
  const leaves = texts.map((text) => hashLeaf(Buffer.from(text, 'utf8')).toString('hex'));
  const root = await (await LineTree.of(leaves)).root();
  const seen = classDigest(creditOfClass(await gatherFacts(context, classId, context.stores)));
  return inTransaction(context.database, async ({ credit, journal }) => {
    const version = ((await credit.newestApproval(classId))?.version ?? 0) + 1;
    const head = await journal.head();
    const body = {
      ...({ v: 1, class: classId, version, planVersion: 1 } as const),
      ...{ profile: 'suihua-2019-enterprise', profileVersion: 1, at, by },
      counts: { people: 1, periods: lines.length, counted: lines.length, held: 0, notCounted: 0 },
      ...{ size: lines.length, root },
      journal: { seq: String(head?.seq ?? 0), digest: head?.digest ?? '0'.repeat(64) },
    };
    const stored = lines.map(({ person, period: { day, number } }, i) => ({
      ...{ person, day, number, text: texts[i] ?? '' },
    }));
    await credit.addApproval(sealStatement('credit-approval', body, serverKey), seen, stored);
    const data = { version };
    await journal.append({ at, by, action: 'credit-approved', class: classId, data }, serverKey);
    return version;
  });
}

/** Undoes an approval as the second of two reviewers does. */
export async function withdraw({ context, serverKey, clock }: TestServer, classId: string, version: number) {
  await inTransaction(context.database, async ({ credit, journal }) => {
    const approval = await credit.approval(classId, version);
    await credit.setState(approval?.id ?? 0, 'withdrawn', null);
    const deed = { at: clock.now(), by, action: 'credit-approval-withdrawn', class: classId };
    await journal.append({ ...deed, data: { version } }, serverKey);
  });
}
