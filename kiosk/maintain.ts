import { join } from 'node:path';
import type { Clock } from '../sync/base/clock.ts';
import { AppError } from '../sync/base/errors.ts';
import type { Logger } from '../sync/base/log.ts';
import type { KioskConfig } from './config.ts';
import { openStore } from './open-store.ts';
import { PlanStore } from './plan/plan-store.ts';
import { SegmentStore } from './recording/segment-store.ts';
import { backupStore } from './store/backup.ts';
import { KioskOutbox } from './store/outbox.ts';
import { lockStore } from './store/store-lock.ts';
import { exportToFolder } from './usb/export-to-folder.ts';
import { importFile } from './usb/import-from-disk.ts';

/** What is done instead of running the kiosk; each prints what came of it. */
export const maintenanceOptions = {
  /** Copies the database, without templates, also while the kiosk runs. */
  backup: { type: 'string' },
  /** Writes what has no receipt to a disk that will be carried. */
  export: { type: 'string' },
  /** Takes in a class plan, or the receipts for what was exported. */
  import: { type: 'string' },
  /** Makes every table again from the log. */
  rebuild: { type: 'boolean' },
  /** A new device key, signed for by the old one. */
  'rotate-key': { type: 'boolean' },
} as const;

export interface MaintenanceOrder {
  readonly backup?: string;
  readonly export?: string;
  readonly import?: string;
  readonly rebuild?: boolean;
  readonly 'rotate-key'?: boolean;
}

type Store = Awaited<ReturnType<typeof openStore>>;
interface Parts {
  readonly config: KioskConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Does what was ordered and gives what to print; undefined when nothing was. Throws `conflict` while the kiosk runs. */
export async function maintain(order: MaintenanceOrder, parts: Parts): Promise<string | undefined> {
  const { dataDir, deviceKey } = parts.config;
  if (order.backup !== undefined) {
    const { records } = await backupStore({ database: join(dataDir, 'kiosk.db'), file: order.backup });
    return `备份完成，${records} 条记录。 Backed up, ${records} records, without templates.`;
  }
  const work = workOf(order);
  if (!work) return undefined;
  const lock = lockStore(dataDir);
  const store = await openStore(dataDir, parts.clock, deviceKey);
  try {
    return await work(store, parts);
  } finally {
    await store.close();
    lock.release();
  }
}

type Work = (store: Store, parts: Parts) => Promise<string>;

function workOf(order: MaintenanceOrder): Work | undefined {
  if (order['rotate-key']) return rotateKey;
  if (order.rebuild) return rebuild;
  const { export: exportDir, import: file } = order;
  if (exportDir !== undefined) return (store, parts) => exportTo(exportDir, store, parts);
  if (file !== undefined) return (store, parts) => importFrom(file, store, parts);
  return undefined;
}

async function rotateKey({ keys }: Store): Promise<string> {
  await keys.rotate();
  return `设备密钥已更换。 The device key was changed: ${keys.current.keyId}`;
}

async function rebuild({ log }: Store): Promise<string> {
  log.rebuild();
  return `已由日志重建各表，共 ${log.lastSeq} 条记录。 The tables were made again from ${log.lastSeq} records.`;
}

async function exportTo(dir: string, store: Store, { clock, config }: Parts): Promise<string> {
  const segments = segmentsOf(store, config);
  const outcome = await exportToFolder({ ...store, clock, segments }, dir);
  if (outcome.kind === 'nothing-waits') return '没有待导出的数据。 Nothing waits to be exported.';
  const { folder, records, segments: videos, damaged } = outcome;
  const lost = damaged.length > 0 ? ` ${damaged.length} 段录像已损坏，未导出 damaged, left out.` : '';
  return `已导出 ${records} 条记录、${videos} 段录像。 Exported ${records} records, ${videos} segments: ${folder}${lost}`;
}

async function importFrom(file: string, store: Store, { clock, logger, config }: Parts): Promise<string> {
  const serverKey = store.settings.get('server-key');
  if (serverKey === undefined) throw notEnrolled();
  const plans = new PlanStore(store.db, store.log);
  const segments = segmentsOf(store, config);
  const outbox = new KioskOutbox({ ...store, plans, segments, clock, logger, serverKey });
  const taken = await importFile({ plans, outbox, serverKey }, file);
  if (taken.kind === 'plan')
    return taken.isNew
      ? '已导入班级计划。 The plan was taken in.'
      : '该计划已是最新。 This plan was here already.';
  return `已导入回执：记录至 ${taken.upToSeq ?? '-'}，录像 ${taken.segments} 段。 Receipts taken in: records up to ${taken.upToSeq ?? '-'}, ${taken.segments} segments.`;
}

function segmentsOf({ db }: Store, { dataDir }: KioskConfig): SegmentStore {
  return new SegmentStore(db, join(dataDir, 'video'));
}

function notEnrolled(): AppError {
  return new AppError('conflict', 'This kiosk is not enrolled: enrol it once over the network first.', {
    zh: '本机尚未登记，请先联网登记一次。',
  });
}
