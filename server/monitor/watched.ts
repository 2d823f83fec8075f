import type { LiveViewList } from '../../sync/contract/live.ts';
import type { CameraName } from '../../sync/contract/records.ts';
import type { Context } from '../parts.ts';
import { findPlan } from '../review/find-class.ts';

/** Two lines of the trail each. */
const mostViews = 50;

interface Detail {
  readonly view: string;
  readonly camera: CameraName;
  readonly sawPictures?: boolean;
}

/** The newest views of a class, from the audit trail. Throws `not_found`. */
export async function watched(context: Context, classId: string): Promise<LiveViewList> {
  await findPlan(context, classId);
  const actions = ['live-view-began', 'live-view-ended'] as const;
  const entries = await context.stores.audit.ofClass(classId, actions, 2 * mostViews);
  const told = entries.map(({ detail, ...entry }) => ({ ...entry, ...(detail as Detail) }));
  const endOf = new Map(told.filter((e) => e.action === 'live-view-ended').map((e) => [e.view, e]));
  const views = told
    .filter(({ action }) => action === 'live-view-began')
    .map(({ view, user, camera, at }) => {
      const end = endOf.get(view);
      const ended = { endedAt: end?.at ?? null, sawPictures: end?.sawPictures ?? null };
      return { view, user, camera, beganAt: at, ...ended };
    });
  return { views: views.slice(0, mostViews) };
}
