import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskRoom } from '../store/disk-watch.ts';
import { bounded } from './bounded.ts';
import { bad, type Finding, good } from './finding.ts';

const trialBytes = 64 * 1024;

interface DiskParts {
  readonly dir: string;
  /** Looks now. */
  readonly room: () => Promise<DiskRoom>;
  /** Whether the coming lesson's video will fit; null when nobody can tell. */
  readonly holdsNextLesson: () => boolean | null;
}

/** Writes to the data disk, syncs, reads it back, and asks whether the coming lesson will fit. */
export function tryDisk(parts: DiskParts, limitMs: number): Promise<Finding> {
  return bounded(() => judge(parts), { limitMs, late: slow, failed: faulty });
}

async function judge({ dir, room, holdsNextLesson }: DiskParts): Promise<Finding> {
  if (!(await keepsWhatIsWritten(join(dir, 'self-test.tmp')))) return faulty;
  const left = await room();
  if (left === 'video-stopped' || left === 'full') return noRoom;
  if (holdsNextLesson() === false) return tooLittle;
  if (left === 'low')
    return good(
      '能写入，但空间不多，请尽快接通网络上传',
      'Writable, but nearly full: connect the network soon',
    );
  return good('能写入，空间够用', 'Writable, with room enough');
}

async function keepsWhatIsWritten(file: string): Promise<boolean> {
  const bytes = randomBytes(trialBytes);
  const handle = await open(file, 'w+', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    const back = Buffer.alloc(trialBytes);
    await handle.read(back, 0, trialBytes, 0);
    return back.equals(bytes);
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}

const faulty = bad('写入失败，请立即联系维护人员', 'It cannot be written to: call maintenance now');
const slow = bad('写入太慢，请联系维护人员', 'It is too slow to write to: call maintenance');
const noRoom = bad(
  '空间不足，录像已停，请接通网络上传或联系维护人员清理',
  'No room for video: connect the network or call maintenance',
);
const tooLittle = bad(
  '空间装不下下一次课的录像，请接通网络上传或联系维护人员清理',
  'No room for the next lesson’s video: connect the network or call maintenance',
);
/** What the disk did not even take. */
export const resultUnwritten = bad(
  '磁盘已满，自检结果没有存下来，请立即联系维护人员',
  'The disk is full, and this result was not saved: call maintenance now',
);
