import type { Context } from '../parts.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { finding } from './finding-text.ts';
import { openPlan } from './open-plan.ts';

/** Opens every version of every filed plan again: each must be there, as we signed it, and the last must count. */
export async function scrubPlans(
  { stores, serverKey }: Context,
  signal: AbortSignal,
): Promise<readonly NewFinding[]> {
  const found: NewFinding[] = [];
  for (const { id, version: newest } of await stores.classes.newestVersions()) {
    if (signal.aborted) break;
    const rows = await stores.classes.versions(id);
    const whole = new Set(
      rows.filter((row) => openPlan(row, serverKey.publicKey)).map(({ version }) => version),
    );
    const last = rows.at(-1)?.version ?? newest;
    for (let version = 1; version <= last; version += 1) {
      if (!whole.has(version)) found.push(changedPlan(id, version));
    }
    if (newest !== last && whole.has(last)) found.push(changedPlan(id, last));
  }
  return found;
}

function changedPlan(classId: string, version: number): NewFinding {
  const subject = { kind: 'plan', id: `${classId} v${version}` } as const;
  return finding('plan-changed', subject, { device: null, class: classId });
}
