import { AppError } from '../../../sync/base/errors.ts';

/** Pictures, sound, and what some camera may add; whoever sends more is none. */
const mostTracks = 16;

export function unreadable(what: string): AppError {
  return new AppError('invalid_input', `The segment is no fragmented mp4 that can be read: ${what}.`, {
    zh: '该视频段的格式无法读取。',
  });
}

/** Throws `invalid_input` for more boxes, one a track, than any camera makes. */
export function demandFew<T>(boxesOfTracks: readonly T[]): readonly T[] {
  if (boxesOfTracks.length > mostTracks) throw unreadable('too many tracks');
  return boxesOfTracks;
}
