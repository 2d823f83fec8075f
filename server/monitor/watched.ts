import type { JournalBody } from '../../sync/contract/accounts.ts';
import type { CameraName } from '../../sync/contract/lesson-records.ts';
import type { LiveViewList } from '../../sync/contract/live.ts';
import type { Context } from '../parts.ts';
import { findPlan } from '../review/find-class.ts';

/** Two entries of the journal each. */
const mostViews = 50;
const actions = ['live-view-began', 'live-view-ended'];

interface Told {
  readonly view: string;
  readonly camera: CameraName;
  readonly sawPictures?: boolean;
  /** Who watched, in entries that were taken over from the older audit trail. */
  readonly user?: string;
}

/** The newest views of a class, from the journal. Throws `not_found`. */
export async function watched(context: Context, classId: string): Promise<LiveViewList> {
  await findPlan(context, classId);
  const { journal } = context.stores;
  const newest = await journal.before(Number.MAX_SAFE_INTEGER, 2 * mostViews, { class: classId, actions });
  const told = newest.map(({ body }) => ({ ...body, ...(body.data as unknown as Told) }));
  const endOf = new Map(told.filter((e) => e.action === 'live-view-ended').map((e) => [e.view, e]));
  const views = told
    .filter(({ action }) => action === 'live-view-began')
    .map(({ view, by, user, camera, at }) => {
      const end = endOf.get(view);
      const ended = { endedAt: end?.at ?? null, sawPictures: end?.sawPictures ?? null };
      return { view, user: userOf(by) ?? user ?? '', camera, beganAt: at, ...ended };
    });
  return { views: views.slice(0, mostViews) };
}

function userOf(by: JournalBody['by']): string | undefined {
  return by.kind === 'account' ? by.user : undefined;
}
