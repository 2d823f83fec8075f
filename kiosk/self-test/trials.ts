import type { Camera } from '../../device-drivers/camera/camera.ts';
import type { FingerprintReader } from '../../device-drivers/fingerprint/reader.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { type ClassPlan, defaultMaxOfflineHours } from '../../sync/contract/class-plan.ts';
import type { SelfTestPart } from '../../sync/contract/lesson-records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import type { TimeReceipt } from '../../sync/evidence/time.ts';
import type { ServerLink } from '../../sync/transport/server-link.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { DiskWatch } from '../store/disk-watch.ts';
import type { LogStore } from '../store/log-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { SyncAgent } from '../sync-agent.ts';
import { CameraTrial } from './camera-trial.ts';
import { tryClock } from './clock-trial.ts';
import { tryDisk } from './disk-trial.ts';
import type { Finding } from './finding.ts';
import { tryLink } from './link-trial.ts';
import { tryReader } from './reader-trial.ts';

export interface TrialParts {
  readonly clock: Clock;
  readonly log: LogStore;
  readonly plans: PlanStore;
  readonly settings: SettingsStore;
  readonly dataDir: string;
  readonly cameras: { readonly room?: Camera; readonly door?: Camera };
  readonly reader: FingerprintReader;
  readonly disk: Pick<DiskWatch, 'check' | 'room'>;
  readonly holdsNextLesson: () => boolean | null;
  readonly sync: Pick<SyncAgent, 'contactSoon' | 'outbox'>;
  readonly link: Pick<ServerLink, 'plans'>;
  /** How long each part is waited for. */
  readonly trialLimits?: TrialLimits;
}

interface TrialLimits {
  readonly cameraMs: number;
  readonly partMs: number;
}

export type Line = { readonly part: SelfTestPart } & Finding;

const defaultLimits: TrialLimits = { cameraMs: 3_000, partMs: 6_000 };

/** Everything that is tried before class. Each gives its lines within its limit, and never throws. */
export function trialsOf(parts: TrialParts): (() => Promise<Line[]>)[] {
  const { cameras, reader, disk, trialLimits: limits = defaultLimits } = parts;
  const named = (part: SelfTestPart, work: () => Promise<Finding>) => async () => [
    { part, ...(await work()) },
  ];
  const ofCamera = (part: SelfTestPart, camera: Camera | undefined, records: boolean) => {
    const trial = camera && new CameraTrial(camera, { records });
    return trial ? [named(part, () => trial.run(limits.cameraMs))] : [];
  };
  const room = async () => {
    await disk.check();
    return disk.room;
  };
  const ofDisk = { dir: parts.dataDir, room, holdsNextLesson: parts.holdsNextLesson };
  return [
    ...ofCamera('room-camera', cameras.room, true),
    ...ofCamera('door-camera', cameras.door, cameras.door === cameras.room),
    named('reader', () => tryReader(reader, limits.partMs)),
    () => tryLinkAndClock(parts, limits.partMs),
    named('disk', () => tryDisk(ofDisk, limits.partMs)),
  ];
}

/** The link first: its answer is the server's newest word on the time. */
async function tryLinkAndClock(parts: TrialParts, limitMs: number): Promise<Line[]> {
  const { clock, log, plans, settings, sync, link } = parts;
  const earlier = newestReceipt(settings);
  const ofLink = {
    enrolled: sync.outbox !== undefined,
    contactSoon: () => sync.contactSoon(),
    ask: () => link.plans(log.identity.device),
  };
  const linked = await tryLink(ofLink, limitMs);
  const maxOfflineMs = maxOfflineMsOf(plans.all());
  const time = tryClock({ clock, receipt: newestReceipt(settings), earlier, maxOfflineMs });
  return [
    { part: 'clock', ...time },
    { part: 'link', ...linked },
  ];
}

function newestReceipt(settings: SettingsStore): TimeReceipt | undefined {
  const stored = settings.get('time-receipt');
  return stored === undefined ? undefined : (JSON.parse(stored) as Statement<'time-receipt'>).body;
}

/** Of the class that allows least. */
function maxOfflineMsOf(plans: readonly ClassPlan[]): number {
  const hours = plans.map((plan) => plan.maxOfflineHours ?? defaultMaxOfflineHours);
  return Math.min(...(hours.length > 0 ? hours : [defaultMaxOfflineHours])) * 3_600_000;
}
