import type { Clock } from '../../sync/base/clock.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { Db } from '../store/database.ts';
import type { DiskLimits } from '../store/disk-limits.ts';
import { allSpans } from './lesson-span.ts';
import { retainedSince } from './retention.ts';
import { lengthOf } from './stretch.ts';

export interface ForecastParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly plans: PlanStore;
  readonly limits: Pick<DiskLimits, 'videoReserveBytes'>;
  /** As last looked at; undefined before the first look. */
  readonly freeBytes: () => number | undefined;
}

/** Enough of them that a still scene and a lively one even out: about an hour. */
const recentSegments = 600;
/** Until anything was recorded: 1080p at 4 Mbit/s. */
const usualBytesPerMs = 500;
const lookEveryMs = 10_000;

/** Says one lesson ahead whether the disk will hold it. Nothing is deleted for it: somebody must be told in time. */
export class DiskForecast {
  readonly #parts: ForecastParts;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #holds: boolean | null = null;

  constructor(parts: ForecastParts) {
    this.#parts = parts;
  }

  /** Whether the longest lesson to come will fit, above what is kept for check-ins; null while nobody knows. */
  get holdsNextLesson(): boolean | null {
    const mono = this.#parts.clock.mono();
    if (mono - this.#lookedAt < lookEveryMs) return this.#holds;
    this.#lookedAt = mono;
    this.#holds = this.#look();
    return this.#holds;
  }

  #look(): boolean | null {
    const { db, clock, plans, limits } = this.#parts;
    const freeBytes = this.#parts.freeBytes();
    if (freeBytes === undefined) return null;
    const now = clock.now();
    const neededBytes = longestToCome(plans.all(), now) * bytesPerMs(db);
    const since = retainedSince(plans.all(), now);
    const roomBytes =
      freeBytes - limits.videoReserveBytes + (since === undefined ? 0 : deletableBytes(db, since));
    return neededBytes <= roomBytes;
  }
}

/** Of the lessons that must be recorded and are not over, the most that is left of one, ms. */
function longestToCome(plans: readonly ClassPlan[], now: number): number {
  const left = allSpans(plans).map(({ startAt, endAt }) =>
    lengthOf({ startAt: Math.max(startAt, now), endAt }),
  );
  return Math.max(0, ...left);
}

function bytesPerMs(db: Db): number {
  const row = db
    .prepare<[number], { bytes: number | null; ms: number | null }>(
      `SELECT sum(size_bytes) AS bytes, sum(end_at - start_at) AS ms
       FROM (SELECT size_bytes, start_at, end_at FROM segments ORDER BY seq DESC LIMIT ?)`,
    )
    .get(recentSegments);
  return row?.bytes && row.ms ? row.bytes / row.ms : usualBytesPerMs;
}

/** What `deleteOldVideo` would let go before it let new video go. */
function deletableBytes(db: Db, since: number): number {
  const row = db
    .prepare<[number], { bytes: number | null }>(
      `SELECT sum(s.size_bytes) AS bytes FROM segments s JOIN segment_uploads u ON u.sha256 = s.sha256
       WHERE u.state = 'received' AND u.receipt IS NOT NULL AND u.at < ?`,
    )
    .get(since);
  return row?.bytes ?? 0;
}
