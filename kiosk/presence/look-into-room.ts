import type { CrowdAnalyser, CrowdFace } from '../../models/face/crowd.ts';
import type { FactLog } from '../store/log-store.ts';
import type { DueMoment } from './due-moments.ts';
import type { RosterFaces } from './recognise-roster.ts';
import type { RoomPictures } from './room-pictures.ts';

interface LookParts {
  readonly log: FactLog;
  readonly pictures: RoomPictures;
  readonly crowd: CrowdAnalyser;
  readonly roster: RosterFaces;
  readonly signal: AbortSignal;
}

/** Within some two seconds: a head that is turned away in one picture may not be in the next. */
const picturesALook = 3;
/** What a record may hold. */
const mostHeads = 1_000;

/** Counts the heads of several pictures; the fullest counts, and of it only numbers are kept. */
export async function lookIntoRoom(
  { log, pictures, crowd, roster, signal }: LookParts,
  due: DueMoment,
): Promise<void> {
  const taken = await pictures.take(picturesALook, signal);
  const seen: (readonly CrowdFace[])[] = [];
  for (const picture of taken) {
    signal.throwIfAborted();
    seen.push(await crowd.analyse(picture));
  }
  const fullest = seen.reduce((best, faces, i) => (faces.length > (seen[best]?.length ?? 0) ? i : best), 0);
  const picture = taken[fullest];
  if (!picture) throw new Error('no picture was taken');
  const { session, dueAt, class: classId } = due;
  log.append('presence', classId, {
    ...{ session, camera: 'room', dueAt, at: picture.at, width: picture.width, height: picture.height },
    heads: Math.min(mostHeads, seen[fullest]?.length ?? 0),
    recognised: roster.recognise(classId, crowd.recogniserDigest, seen),
    ...{ model: crowd.modelName, modelDigest: crowd.modelDigest },
  });
}
