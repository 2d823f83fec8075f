import { AppError } from '../../sync/base/errors.ts';
import type { ClassPhotos } from '../../sync/contract/room-review.ts';
import type { Context } from '../parts.ts';
import { findPlan } from './find-class.ts';
import { missingMoments } from './missing-moments.ts';

/** The photographs of a class; throws `not_found`. */
export async function classPhotos(context: Context, classId: string): Promise<ClassPhotos> {
  const plan = await findPlan(context, classId);
  const rows = await context.stores.lessons.photos(classId);
  return {
    photos: rows.map(({ session, camera, due_at: dueAt, at, sha256, device, state }) => ({
      ...{ session, camera, dueAt, at, sha256, device, state },
    })),
    missing: missingMoments(plan, 'photo', rows, context.clock.now()),
  };
}

/** Bytes of a photograph that a verified record names, and that is here unchanged; throws `not_found` or `conflict`. */
export async function photoSize({ stores }: Context, sha256: string): Promise<number> {
  const file = await stores.lessons.photoFile(sha256);
  if (!file) throw new AppError('not_found', 'The photograph is not here.', { zh: '服务器上没有该照片。' });
  if (file.state === 'verified') return file.size_bytes;
  throw new AppError('conflict', 'The photograph was changed after it was received and is not shown.', {
    zh: '该照片在接收后被改动，不予显示。',
  });
}
