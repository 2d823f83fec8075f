import { join } from 'node:path';
import type { Camera } from '../device-drivers/camera/camera.ts';
import type { FingerprintReader } from '../device-drivers/fingerprint/reader.ts';
import type { FaceAnalyser } from '../models/face/analyser.ts';
import type { CrowdAnalyser } from '../models/face/crowd.ts';
import type { Clock } from '../sync/base/clock.ts';
import type { DeviceState } from '../sync/base/device-state.ts';
import { messageOf } from '../sync/base/errors.ts';
import type { Logger } from '../sync/base/log.ts';
import type { RecordData } from '../sync/contract/records.ts';
import type { SlowSigner } from '../sync/evidence/statement.ts';
import type { ServerLink } from '../sync/transport/server-link.ts';
import { PinGuard } from './api/pin-guard.ts';
import { AttendanceStore } from './attendance/attendance-store.ts';
import { CheckInDesk } from './attendance/check-in-desk.ts';
import { watchFingers } from './attendance/finger-watch.ts';
import { Enrolment } from './enrolment/enrolment.ts';
import { FaceStore } from './enrolment/face-store.ts';
import { FingerStore } from './enrolment/finger-store.ts';
import { LiveLink } from './live/live-link.ts';
import { PlanStore } from './plan/plan-store.ts';
import { PresenceWatch } from './presence/presence-watch.ts';
import { FragmentPictures } from './presence/room-pictures.ts';
import { DiskForecast } from './recording/disk-forecast.ts';
import { Recorder } from './recording/recorder.ts';
import { deleteOldVideo } from './recording/retention.ts';
import { SegmentStore } from './recording/segment-store.ts';
import { SelfTest } from './self-test/self-test.ts';
import type { Ballast } from './store/ballast.ts';
import type { Db } from './store/database.ts';
import { type DiskLimits, defaultDiskLimits } from './store/disk-limits.ts';
import { DiskWatch } from './store/disk-watch.ts';
import type { LogStore } from './store/log-store.ts';
import { scrubKiosk } from './store/scrub.ts';
import { SettingsStore } from './store/settings-store.ts';
import { WalKeeper } from './store/wal-keeper.ts';
import { SyncAgent } from './sync-agent.ts';
import { listDisks, type RemovableDisk } from './usb/removable-disks.ts';
import { UsbDesk } from './usb/usb-desk.ts';
import { AnalysedFaces } from './vision/analysed-faces.ts';
import { FaceWatch } from './vision/face-watch.ts';
import { PictureWatch } from './vision/picture-watch.ts';
import { Preview } from './vision/preview.ts';

/** What a kiosk is made of. main.ts and demo.ts construct these; everything else is handed them. */
export interface KioskParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly db: Db;
  readonly log: LogStore;
  readonly dataDir: string;
  readonly reader: FingerprintReader;
  /** Names the device behind `reader`, whose templates are of no use to another. */
  readonly readerName: string;
  /** `room` records the lesson, `door` sees who checks in; they may be one device. */
  readonly cameras: { readonly room?: Camera; readonly door?: Camera };
  /** Absent when no model is installed: fingers still work. */
  readonly analyser?: FaceAnalyser;
  /** Counts heads in the room, apart from check-in. */
  readonly crowd?: CrowdAnalyser;
  readonly link: ServerLink;
  /** The device key, as far as the server knows it. */
  readonly signer: () => SlowSigner;
  /** Given up when the disk is full; and how the last room on the disk is shared out. */
  readonly ballast?: Ballast;
  readonly limits?: DiskLimits;
  readonly deviceName: string;
  readonly deviceCode?: string;
  readonly adminPin: string;
  readonly assessment: string;
  readonly demo: boolean;
  readonly scrubEveryMs: number;
  /** How often the server is told where the log stands, and how soon a failed exchange is tried again; for tests and the demo. */
  readonly contactEveryMs?: number;
  readonly retryMs?: number;
  /** The disks that are plugged in; the machine's own unless told. */
  readonly disks?: () => Promise<readonly RemovableDisk[]>;
}

/** The kiosk, wired. */
export class KioskApp {
  readonly parts: KioskParts;
  readonly plans: PlanStore;
  readonly attendance: AttendanceStore;
  readonly desk: CheckInDesk;
  readonly segments: SegmentStore;
  readonly recorder: Recorder | undefined;
  readonly picture: PictureWatch | undefined;
  readonly enrolment: Enrolment;
  readonly sync: SyncAgent;
  readonly live: LiveLink;
  readonly usb: UsbDesk;
  readonly disk: DiskWatch;
  readonly forecast: DiskForecast;
  readonly selfTest: SelfTest;
  readonly pinGuard: PinGuard;
  readonly previews: { readonly room?: Preview; readonly door?: Preview };
  readonly #presence: PresenceWatch | undefined;
  readonly #faces: AnalysedFaces | undefined;
  readonly #wal: WalKeeper;
  readonly #listeners = new Set<() => void>();
  #housekeeping: NodeJS.Timeout | undefined;

  constructor(parts: KioskParts) {
    const { clock, db, log, logger, cameras } = parts;
    this.parts = parts;
    this.plans = new PlanStore(db, log);
    this.attendance = new AttendanceStore(db);
    this.desk = new CheckInDesk({ clock, log, plans: this.plans, attendance: this.attendance });
    this.segments = new SegmentStore(db, join(parts.dataDir, 'video'));
    this.disk = new DiskWatch(parts.dataDir, clock, parts);
    const { plans, segments, desk, disk } = this;
    this.forecast = new DiskForecast({
      ...{ db, clock, plans, limits: parts.limits ?? defaultDiskLimits },
      freeBytes: () => disk.lastFreeBytes,
    });
    this.recorder =
      cameras.room && new Recorder({ clock, db, log, logger, plans, segments, disk, camera: cameras.room });
    this.picture = cameras.room && this.#watchPicture(cameras.room);
    const fingers = new FingerStore(db, parts.readerName);
    const faceStore = new FaceStore(db);
    watchFingers({ reader: parts.reader, fingers, desk, clock });
    const { door } = cameras;
    const faces = door && parts.analyser && new AnalysedFaces(door, parts.analyser, logger);
    this.#faces = faces;
    const watch = faces && new FaceWatch({ faces, store: faceStore, desk, clock });
    this.enrolment = new Enrolment({ ...parts, plans, fingers, faceStore, watch, desk });
    const fragments = cameras.room?.watchFragments?.bind(cameras.room);
    const pictures = fragments && new FragmentPictures(fragments, clock);
    this.#presence = pictures && new PresenceWatch({ ...parts, plans, segments, faceStore, disk, pictures });
    const settings = new SettingsStore(db);
    this.sync = new SyncAgent({
      ...parts,
      plans,
      segments,
      settings,
      deviceCode: parts.deviceCode,
      onChange: () => this.#changed(),
    });
    this.live = new LiveLink({
      ...parts,
      // A door camera of its own is not recorded, and what is watched is what is recorded.
      cameras: { room: cameras.room, ...(door === cameras.room && { door }) },
      device: log.identity.device,
      mayOpen: () => this.sync.certificate !== undefined,
    });
    this.usb = new UsbDesk({
      ...{ clock, log, plans, segments, settings, signer: parts.signer },
      outbox: () => this.sync.outbox,
      disks: parts.disks ?? (() => listDisks(parts.dataDir)),
    });
    this.selfTest = new SelfTest({
      ...parts,
      ...{ plans, settings, disk, sync: this.sync, holdsNextLesson: () => this.forecast.holdsNextLesson },
    });
    this.#wal = new WalKeeper(db, { logger });
    this.pinGuard = new PinGuard(parts.adminPin, clock, () => {
      log.append('admin', null, { event: 'pin-refused', at: clock.now() });
    });
    this.previews = {
      ...(cameras.room && { room: new Preview(cameras.room) }),
      ...(cameras.door && { door: new Preview(cameras.door) }),
    };
    this.#recordDeviceStates();
    desk.onNotice(() => this.#changed());
    this.disk.onChange(() => this.#recordDevice('disk', this.disk.state));
    log.onAppend(() => this.#changed());
  }

  /** Starts every part; a device that is not there is retried and stops nothing else. */
  async start(): Promise<void> {
    const { reader, cameras, scrubEveryMs } = this.parts;
    await this.disk.start();
    this.#wal.start();
    reader.start();
    this.sync.start();
    this.live.start();
    // The recorder listens before the camera speaks: an earlier run's last segment may be given out at once.
    this.recorder?.start();
    this.#presence?.start();
    for (const camera of new Set([cameras.room, cameras.door])) camera?.start();
    this.#housekeeping = setInterval(() => void this.keepHouse(), scrubEveryMs);
  }

  /** Devices first, so that what they still give is written down; the network last. */
  async close(): Promise<void> {
    const { reader, cameras } = this.parts;
    clearInterval(this.#housekeeping);
    this.disk.close();
    this.#wal.close();
    await this.live.close();
    await this.#presence?.close();
    await Promise.all([...new Set([cameras.room, cameras.door])].map((camera) => camera?.close()));
    await Promise.all([this.recorder?.close(), this.#faces?.close(), reader.close()]);
    await this.sync.close();
  }

  /** Called whenever the page has something new to show; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the whole store again, and deletes video and templates whose time is over. */
  async keepHouse(): Promise<void> {
    const { db, log, logger, clock } = this.parts;
    try {
      const damages = await scrubKiosk(db, log, this.segments);
      if (damages.length > 0) logger.error({ damages }, 'the kiosk’s own store was changed');
      await deleteOldVideo(this.segments, this.plans, clock);
      await this.enrolment.eraseFinished();
    } catch (error) {
      logger.error({ err: messageOf(error) }, 'housekeeping failed');
    }
  }

  #watchPicture(camera: Camera): PictureWatch {
    return new PictureWatch({
      ...this.parts,
      camera,
      lesson: () => this.recorder?.current,
      onChange: () => this.#changed(),
    });
  }

  #recordDeviceStates(): void {
    const { reader, cameras } = this.parts;
    reader.onState((state) => this.#recordDevice('reader', state));
    cameras.room?.onState((state) => this.#recordDevice('camera:room', state));
    if (cameras.door !== cameras.room)
      cameras.door?.onState((state) => this.#recordDevice('camera:door', state));
  }

  #recordDevice(device: string, { state, detail, since }: DeviceState): void {
    this.#changed();
    if (state === 'starting') return;
    this.#appendOrSay('device', {
      device,
      state,
      detail: detail?.slice(0, 500) ?? null,
      at: since,
    });
  }

  /** For facts that come from a device's own callback: a full disk must not break the device as well. */
  #appendOrSay(kind: 'device', data: RecordData<'device'>): void {
    try {
      this.parts.log.append(kind, null, data);
    } catch (error) {
      this.parts.logger.error({ err: messageOf(error) }, 'a fact could not be written down');
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
