import { AccountStore } from './account-store.ts';
import { AuditStore } from './audit-store.ts';
import { ClassStore } from './class-store.ts';
import type { Database } from './database.ts';
import { DeviceStore } from './device-store.ts';
import { FeedStore } from './feed-store.ts';
import { FindingStore } from './finding-store.ts';
import { JournalStore } from './journal-store.ts';
import { LessonStore } from './lesson-store.ts';
import { MerkleStore } from './merkle-store.ts';
import { ProjectionStore } from './projection-store.ts';
import { RecordStore } from './record-store.ts';
import { SegmentFileStore } from './segment-file-store.ts';
import { TimeReceiptStore } from './time-receipt-store.ts';

/** Every repository over one database, or over one transaction. */
export type Stores = ReturnType<typeof storesOf>;

export function storesOf(db: Database) {
  return {
    accounts: new AccountStore(db),
    audit: new AuditStore(db),
    classes: new ClassStore(db),
    devices: new DeviceStore(db),
    feed: new FeedStore(db),
    findings: new FindingStore(db),
    journal: new JournalStore(db),
    lessons: new LessonStore(db),
    merkle: new MerkleStore(db),
    projections: new ProjectionStore(db),
    records: new RecordStore(db),
    segmentFiles: new SegmentFileStore(db),
    timeReceipts: new TimeReceiptStore(db),
  };
}

/** Runs `work` in one transaction: all of it is stored, or nothing. */
export function inTransaction<T>(db: Database, work: (stores: Stores) => Promise<T>): Promise<T> {
  return db.transaction().execute((trx) => work(storesOf(trx)));
}
