import sharp from 'sharp';
import type { Frame } from '../../device-drivers/camera/camera.ts';
import type { SegmentStore } from '../recording/segment-store.ts';
import type { FactLog } from '../store/log-store.ts';
import type { DueMoment } from './due-moments.ts';
import type { RoomPictures } from './room-pictures.ts';

interface PhotoParts {
  readonly log: FactLog;
  readonly segments: SegmentStore;
  readonly pictures: RoomPictures;
  readonly signal: AbortSignal;
}

/** Takes a 培训现场照片: the file is on disk before the record names it. Throws when either could not be written. */
export async function takePhoto(
  { log, segments, pictures, signal }: PhotoParts,
  due: DueMoment,
): Promise<void> {
  const [picture] = await pictures.take(1, signal);
  if (!picture) throw new Error('no picture was taken');
  const { width, height, at } = picture;
  const kept = await segments.keepPhoto(await toJpeg(picture, due));
  try {
    const { session, dueAt, class: classId } = due;
    log.append('photo', classId, { session, camera: 'room', dueAt, at, width, height, ...kept });
  } catch (error) {
    await segments.discardPhoto(kept.sha256);
    throw error;
  }
}

/** Its moment stands in it: a picture is known by its digest, and a still camera must not give the same bytes twice. */
function toJpeg({ rgb, width, height, at }: Frame, { session, dueAt }: DueMoment): Promise<Buffer> {
  const exif = {
    IFD0: { ImageDescription: `${session} ${dueAt}` },
    IFD2: { DateTimeOriginal: exifTime(at), OffsetTimeOriginal: '+08:00' },
  };
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .withExif(exif)
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** `2026:11:26 09:30:00`, in Asia/Shanghai (Exif 2.32, §4.6.5). */
function exifTime(at: number): string {
  const local = new Date(at + 8 * 3_600_000).toISOString();
  return local.slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}
