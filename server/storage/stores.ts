import { AccountStore } from './account-store.ts';
import { CalendarStore } from './calendar-store.ts';
import { ClaimStore } from './claim-store.ts';
import { ClassStore } from './class-store.ts';
import { CreditFactsStore } from './credit-facts-store.ts';
import { CreditFeedStore } from './credit-feed-store.ts';
import { CreditStore } from './credit-store.ts';
import type { Database } from './database.ts';
import { DeviceStore } from './device-store.ts';
import { FeedStore } from './feed-store.ts';
import { FilingStore } from './filing-store.ts';
import { FindingStore } from './finding-store.ts';
import { JournalStore } from './journal-store.ts';
import { LessonStore } from './lesson-store.ts';
import { MerkleStore } from './merkle-store.ts';
import { ProjectionStore } from './projection-store.ts';
import { RealNameStore } from './real-name-store.ts';
import { RecordStore } from './record-store.ts';
import { SegmentFileStore } from './segment-file-store.ts';
import { SessionStore } from './session-store.ts';
import { TimeReceiptStore } from './time-receipt-store.ts';
import { WallStore } from './wall-store.ts';
import { WebhookStore } from './webhook-store.ts';

/** Every repository over one database, or over one transaction. */
export type Stores = ReturnType<typeof storesOf>;

export function storesOf(db: Database) {
  return {
    accounts: new AccountStore(db),
    calendar: new CalendarStore(db),
    claims: new ClaimStore(db),
    classes: new ClassStore(db),
    credit: new CreditStore(db),
    creditFacts: new CreditFactsStore(db),
    creditFeed: new CreditFeedStore(db),
    devices: new DeviceStore(db),
    feed: new FeedStore(db),
    filings: new FilingStore(db),
    findings: new FindingStore(db),
    journal: new JournalStore(db),
    lessons: new LessonStore(db),
    merkle: new MerkleStore(db),
    projections: new ProjectionStore(db),
    realNames: new RealNameStore(db),
    records: new RecordStore(db),
    segmentFiles: new SegmentFileStore(db),
    sessions: new SessionStore(db),
    timeReceipts: new TimeReceiptStore(db),
    wall: new WallStore(db),
    webhooks: new WebhookStore(db),
  };
}

/** Runs `work` in one transaction: all of it is stored, or nothing. */
export function inTransaction<T>(
  db: Database,
  work: (stores: Stores, trx: Database) => Promise<T>,
): Promise<T> {
  return db.transaction().execute((trx) => work(storesOf(trx), trx));
}
