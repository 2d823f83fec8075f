import { readFragments } from '../../../device-drivers/camera/fragments.ts';
import type { SentPicture } from '../../device-drivers/camera/rtsp/rtsp-camera.ts';
import type { RoomRecord } from './recorded-camera.ts';

/** When the camera sent its keyframes, one a second of its film, epoch ms. */
export function keyframesSent(
  sent: readonly SentPicture[],
  restarts: readonly number[],
  fps: number,
): number[] {
  return sent.flatMap(({ at }, index) => {
    const from = restarts.findLast((restart) => restart <= index) ?? 0;
    return (index - from) % fps === 0 ? [at] : [];
  });
}

/** Pictures that really lie in a file, as far as the file is claimed. */
export async function picturesClaimed({
  file,
  startAt,
  endAt,
}: RoomRecord['segments'][number]): Promise<number> {
  const fragments = await readFragments(file);
  const firstMs = fragments.find(({ startMs }) => startMs !== undefined)?.startMs ?? 0;
  const times = fragments.flatMap(({ startMs = 0, picturesMs }) => {
    let atMs = startMs - firstMs;
    return picturesMs.map((durationMs) => {
      const at = atMs;
      atMs += durationMs;
      return at;
    });
  });
  return times.filter((atMs) => atMs < endAt - startAt).length;
}
