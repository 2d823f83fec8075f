import { type Selectable, sql } from 'kysely';
import type { Finding, FindingCode } from '../../sync/contract/findings.ts';
import type { Database } from './database.ts';
import type { FindingTable } from './schema.ts';

export type NewFinding = Omit<Finding, 'id' | 'foundAt'>;

export interface JournalHead {
  readonly seq: number;
  readonly digest: string;
}

/** Strangers may knock as often as they like; the list stays readable. */
const strangersKept = 200;
/** Of one code and one device, as many are listed: one kiosk cannot push the others' off the list. */
const listedOfEach = 100;

/** What could not be verified, and why. The same thing found twice is one line. */
export class FindingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(finding: NewFinding, foundAt: number, byScrub = false): Promise<void> {
    if (await this.#has(finding)) return;
    if (finding.code === 'unknown-device' && (await this.#countStrangers()) >= strangersKept) return;
    await this.#db
      .insertInto('findings')
      .values({
        found_at: foundAt,
        class_id: finding.class,
        device: finding.device,
        subject_kind: finding.subject.kind,
        subject_id: finding.subject.id,
        code: finding.code,
        message: finding.message,
        message_en: finding.messageEn,
        by_scrub: byScrub ? 1 : 0,
      })
      .execute();
  }

  /** Newest first; of each code and device the newest 100. */
  async list(classId?: string): Promise<readonly Finding[]> {
    let ranked = this.#db
      .selectFrom('findings')
      .select(['id', sql<number>`row_number() over (partition by code, device order by id desc)`.as('rank')]);
    if (classId !== undefined) ranked = ranked.where('class_id', '=', classId);
    const rows = await this.#db
      .selectFrom('findings')
      .innerJoin(ranked.as('ranked'), 'ranked.id', 'findings.id')
      .selectAll('findings')
      .where('ranked.rank', '<=', listedOfEach)
      .orderBy('findings.id', 'desc')
      .execute();
    return rows.map(toFinding);
  }

  /** The newest finding of this code for each device, by device. */
  async newestByDevice(code: FindingCode): Promise<ReadonlyMap<string, Finding>> {
    const rows = await this.#db
      .selectFrom('findings')
      .selectAll()
      .where('code', '=', code)
      .orderBy('id')
      .execute();
    return new Map(rows.flatMap((row) => (row.device === null ? [] : [[row.device, toFinding(row)]])));
  }

  async newestId(): Promise<number> {
    const row = await this.#db
      .selectFrom('findings')
      .select((e) => e.fn.max('id').as('id'))
      .executeTakeFirst();
    return row?.id ?? 0;
  }

  /** After a whole pass: what an earlier pass had found, up to id `upTo`, and this one did not, is gone. */
  async keepScrubbed(found: readonly NewFinding[], upTo: number): Promise<void> {
    const still = new Set(found.map(keyOf));
    const rows = await this.#db
      .selectFrom('findings')
      .selectAll()
      .where('by_scrub', '=', 1)
      .where('id', '<=', upTo)
      .execute();
    for (const row of rows) {
      if (still.has(keyOf(toFinding(row)))) continue;
      await this.#db.deleteFrom('findings').where('id', '=', row.id).execute();
    }
  }

  async lastPassAt(): Promise<number | null> {
    const row = await this.#db.selectFrom('scrub').select('last_pass_at').executeTakeFirst();
    return row?.last_pass_at ?? null;
  }

  async setLastPassAt(at: number): Promise<void> {
    await this.#db
      .insertInto('scrub')
      .values({ id: 1, last_pass_at: at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ last_pass_at: at }))
      .execute();
  }

  /** Where the journal ended at the last pass that found it whole. */
  async journalHead(): Promise<JournalHead | undefined> {
    const row = await this.#db
      .selectFrom('scrub')
      .select(['journal_seq', 'journal_digest'])
      .executeTakeFirst();
    const { journal_seq: seq, journal_digest: digest } = row ?? {};
    return seq && digest ? { seq, digest } : undefined;
  }

  /** Call it after `setLastPassAt`. */
  async setJournalHead({ seq, digest }: JournalHead): Promise<void> {
    await this.#db.updateTable('scrub').set({ journal_seq: seq, journal_digest: digest }).execute();
  }

  async #has({ device, subject, code }: NewFinding): Promise<boolean> {
    const row = await this.#db
      .selectFrom('findings')
      .select('id')
      .where('code', '=', code)
      .where('device', 'is', device)
      .where('subject_kind', '=', subject.kind)
      .where('subject_id', '=', subject.id)
      .executeTakeFirst();
    return row !== undefined;
  }

  async #countStrangers(): Promise<number> {
    const row = await this.#db
      .selectFrom('findings')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('code', '=', 'unknown-device')
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }
}

function keyOf({ code, device, subject }: NewFinding): string {
  return JSON.stringify([code, device, subject.kind, subject.id]);
}

function toFinding(row: Selectable<FindingTable>): Finding {
  return {
    id: row.id,
    foundAt: row.found_at,
    class: row.class_id,
    device: row.device,
    subject: { kind: row.subject_kind, id: row.subject_id },
    code: row.code as FindingCode,
    message: row.message,
    messageEn: row.message_en,
  };
}
