import { AppError } from '../../sync/base/errors.ts';
import { type ClassPlan, defaultMaxOfflineHours } from '../../sync/contract/class-plan.ts';
import { type DrawnMoment, drawnMoments } from '../../sync/contract/drawn-moments.ts';
import type { ClassStore } from '../storage/class-store.ts';
import { openPlan } from '../verify/open-plan.ts';

interface FiledVersion {
  readonly version: number;
  /** Undefined when the store no longer holds what we signed. */
  readonly plan: ClassPlan | undefined;
}

/** Every version of the plans that one batch of records speaks of. */
export class PlanBook {
  readonly #classes: ClassStore;
  readonly #serverKey: string;
  readonly #read = new Map<string, Promise<readonly FiledVersion[]>>();

  constructor(classes: ClassStore, serverKey: string) {
    this.#classes = classes;
    this.#serverKey = serverKey;
  }

  /** True when some version of the class lists the device: a record may come long after the plan changed. */
  async lists(classId: string, device: string): Promise<boolean> {
    const versions = await this.#versions(classId);
    if (versions.some(({ plan }) => plan?.devices.includes(device))) return true;
    if (versions.some(({ plan }) => !plan)) throw changedPlan();
    return false;
  }

  /** True when a later version than this was filed before the instant. */
  async isOutdated(classId: string, version: number, at: number): Promise<boolean> {
    return (await this.#versions(classId)).some(
      (later) => later.version > version && later.plan !== undefined && later.plan.filedAt < at,
    );
  }

  /** Moments that some version of the plan draws: a kiosk may not have had the newest. */
  async drawn(
    classId: string,
    { kind, session, dueAt }: Pick<DrawnMoment, 'kind' | 'session' | 'dueAt'>,
  ): Promise<readonly DrawnMoment[]> {
    const versions = await this.#versions(classId);
    const found = versions
      .flatMap(({ plan }) => (plan ? drawnMoments(plan) : []))
      .filter((moment) => moment.kind === kind && moment.session === session && moment.dueAt === dueAt);
    if (found.length === 0 && versions.some(({ plan }) => !plan)) throw changedPlan();
    return found;
  }

  /** How long a kiosk of this class may go without a receipt, ms. */
  async maxOfflineMs(classId: string | null): Promise<number> {
    const newest = classId === null ? undefined : (await this.#versions(classId)).at(-1)?.plan;
    return (newest?.maxOfflineHours ?? defaultMaxOfflineHours) * 3_600_000;
  }

  /** Undefined for a version that was never filed. */
  async version(classId: string, version: number): Promise<ClassPlan | undefined> {
    const filed = (await this.#versions(classId)).find((one) => one.version === version);
    if (filed && !filed.plan) throw changedPlan();
    return filed?.plan;
  }

  #versions(classId: string): Promise<readonly FiledVersion[]> {
    const known = this.#read.get(classId);
    if (known) return known;
    const versions = this.#classes
      .versions(classId)
      .then((rows) => rows.map((row) => ({ version: row.version, plan: openPlan(row, this.#serverKey) })));
    this.#read.set(classId, versions);
    return versions;
  }
}

/** Nothing can be judged by an edited plan, and a hold is for good: the records wait, as received, until it is whole. */
function changedPlan(): AppError {
  return new AppError('conflict', 'A plan of the class was changed in the store: restore it first.', {
    zh: '服务器上的备案计划被改动，请先恢复；收到的记录待其恢复后核验。',
    retryable: true,
  });
}
