import { basename } from 'node:path';
import type { Clock } from '../../sync/base/clock.ts';
import { AppError } from '../../sync/base/errors.ts';
import type { UsbExportAnswer, UsbImportAnswer, UsbView } from '../../sync/contract/kiosk-usb.ts';
import type { SlowSigner } from '../../sync/evidence/statement.ts';
import type { Outbox } from '../../sync/transport/uploader.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { SegmentStore } from '../recording/segment-store.ts';
import type { LogStore } from '../store/log-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { diskFault, diskGone, diskReadOnly } from './disk-fault.ts';
import { exportToFolder } from './export-to-folder.ts';
import { importAll } from './import-all.ts';
import type { RemovableDisk } from './removable-disks.ts';

interface UsbParts {
  readonly log: LogStore;
  readonly segments: SegmentStore;
  readonly settings: SettingsStore;
  readonly plans: PlanStore;
  readonly clock: Clock;
  readonly signer: () => SlowSigner;
  /** Undefined until the kiosk is enrolled. */
  readonly outbox: () => Pick<Outbox, 'acknowledge' | 'segmentReceived'> | undefined;
  readonly disks: () => Promise<readonly RemovableDisk[]>;
}

/** So many of the newest records say how large records are. */
const sampleRecords = 50;

/** The class admin's way without a network, beside check-ins that go on: one export or import at a time. */
export class UsbDesk {
  readonly #parts: UsbParts;
  #work: UsbView['work'] = null;

  constructor(parts: UsbParts) {
    this.#parts = parts;
  }

  async look(): Promise<UsbView> {
    const disks = await this.#parts.disks();
    return {
      disks: disks.map(({ path: _, ...shown }) => shown),
      waiting: this.#waiting(),
      work: this.#work,
    };
  }

  /** Throws `conflict`, `not_found`, `forbidden`, `disk_full`, `invalid_input`. */
  async exportTo(disk: string): Promise<UsbExportAnswer> {
    return this.#alone('export', async () => {
      const { path, writable } = await this.#find(disk);
      if (!writable) throw diskReadOnly();
      const onProgress = (doneBytes: number, totalBytes: number) => {
        this.#work = { kind: 'export', doneBytes, totalBytes };
      };
      const outcome = await exportToFolder({ ...this.#parts, onProgress }, path);
      if (outcome.kind === 'nothing-waits')
        return { outcome: outcome.kind, folder: null, records: 0, segments: 0, damaged: 0 };
      const { kind, folder, records, segments, damaged } = outcome;
      return { outcome: kind, folder: basename(folder), records, segments, damaged: damaged.length };
    });
  }

  /** Throws `conflict` and `not_found`; what is wrong with one file stands in its line. */
  async importFrom(disk: string): Promise<UsbImportAnswer> {
    return this.#alone('import', async () => {
      const { settings, plans, log, segments } = this.#parts;
      const outbox = this.#parts.outbox();
      const serverKey = settings.get('server-key');
      if (!outbox || serverKey === undefined) throw notEnrolled();
      const { path } = await this.#find(disk);
      const { device } = log.identity;
      return { files: await importAll({ plans, outbox, segments, serverKey, device }, path) };
    });
  }

  async #alone<T>(kind: 'export' | 'import', work: () => Promise<T>): Promise<T> {
    if (this.#work) throw isBusy();
    this.#work = { kind, doneBytes: 0, totalBytes: 0 };
    try {
      return await work();
    } catch (error) {
      throw diskFault(error);
    } finally {
      this.#work = null;
    }
  }

  async #find(id: string): Promise<RemovableDisk> {
    const disk = (await this.#parts.disks()).find((one) => one.id === id);
    if (!disk) throw diskGone();
    return disk;
  }

  /** The page asks often: `bytes` is measured on the newest records, not on all. */
  #waiting(): UsbView['waiting'] {
    const { log, settings, segments } = this.#parts;
    const records = log.lastSeq - Number(settings.get('acknowledged-seq') ?? '0');
    const sample = log.after(log.lastSeq - sampleRecords, sampleRecords);
    const sampleBytes = sample.reduce((sum, { envelope }) => sum + envelope.length, 0);
    const videos = segments.allWaiting();
    const videoBytes = videos.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const bytes = videoBytes + Math.round((records * sampleBytes) / Math.max(1, sample.length));
    return { records, segments: videos.length, bytes };
  }
}

function isBusy(): AppError {
  return new AppError('conflict', 'A USB disk is in use right now: wait until that is done.', {
    zh: '正在使用U盘，请等完成后再试。',
  });
}

function notEnrolled(): AppError {
  return new AppError('conflict', 'This kiosk is not enrolled: enrol it once over the network first.', {
    zh: '本机尚未登记，请先联网登记一次。',
  });
}
