import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFragments } from '../../../device-drivers/camera/fragments.ts';
import { cutSegment } from '../../../kiosk/recording/cut-segment.ts';
import { digestOfFile } from '../../../kiosk/recording/segment-store.ts';
import { playedSeconds, scratchDir } from '../../device-drivers/camera/real-ffmpeg.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { RecordedRoom, second } from './recorded-room.ts';

const seam = nine + 90 * minute;
const { dir, remove } = scratchDir();
const clip = join(dir, 'clip.mp4');

/** Eight seconds, a keyframe each second, two fragments a second, as the driver writes them. */
beforeAll(() => {
  const picture = [
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=160x120:r=25:d=8',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
  ];
  const flags = 'empty_moov+default_base_moof+frag_keyframe+skip_trailer';
  const mp4 = ['-g', '25', '-movflags', flags, '-frag_duration', '500000', clip];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...mp4]);
});
afterAll(remove);

let room: RecordedRoom;
beforeEach(async () => {
  room = new RecordedRoom(seam - minute);
  const [first] = samplePlan().periods;
  const period = { ...first!, session: 'ses_next', startAt: seam, endAt: seam + 40 * minute };
  room.store.adopt({ ...samplePlan(), class: 'cls_next', periods: [period] });
  room.recorder.tick();
});

const rows = () =>
  room.store.db
    .prepare<[], { sha256: string; class: string; start_at: number; end_at: number; size_bytes: number }>(
      'SELECT * FROM segments ORDER BY seq',
    )
    .all();

/** The clip, given as the camera does when it ends at `endAt`. */
async function give(endAt: number): Promise<string> {
  const file = join(room.store.dir, 'spooled.mp4');
  copyFileSync(clip, file);
  room.store.clock.advanceTo(endAt + 50);
  room.camera.giveFile(file, endAt - 8 * second, endAt);
  await room.recorder.settled();
  return file;
}

test('two lessons meet within a segment: each has a file of its own, and nothing is lost', async () => {
  room.camera.giveSegment(seam - minute, seam - 3_700);
  const file = await give(seam + 4_300);
  const [whole, before, after] = rows();
  expect(rows()).toHaveLength(3);
  expect([before?.class, after?.class]).toEqual(['cls_a', 'cls_next']);
  expect(before?.sha256).not.toBe(after?.sha256);
  // The seam lies 3.7 s into the film: fragments of half a second, keyframes at whole seconds.
  expect(before).toMatchObject({ start_at: seam - 3_700, end_at: seam + 300 });
  expect(after).toMatchObject({ start_at: seam - 700, end_at: seam + 4_300 });
  expect(await playedSeconds(room.segments.fileOf(before!.sha256))).toBeCloseTo(4, 1);
  expect(await playedSeconds(room.segments.fileOf(after!.sha256))).toBeCloseTo(5, 1);
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(join(room.store.dir, 'video')).sort()).toEqual(
    [whole, before, after].map((row) => `${row?.sha256}.mp4`).sort(),
  );
  expect(room.gaps()).toEqual([{ start_at: nine, end_at: seam - 60 * second, cause: 'machine-off' }]);
});

test('a segment that ends with the first lesson serves that one alone', async () => {
  await give(seam);
  expect(rows().map((row) => row.class)).toEqual(['cls_a']);
});

test('killed between the two records: given again, each is still kept once', async () => {
  const source = join(room.store.dir, 'spooled.mp4');
  copyFileSync(clip, source);
  await give(seam + 4_300);
  const [before] = rows();
  room.restart(seam + 10 * second);
  copyFileSync(clip, source);
  room.store.db.prepare(`DELETE FROM segments WHERE class = 'cls_next'`).run();
  room.recorder.tick();
  room.camera.giveFile(source, seam - 3_700, seam + 4_300);
  await room.recorder.settled();
  expect(rows().map((row) => row.class)).toEqual(['cls_a', 'cls_next']);
  expect(rows()[0]?.sha256).toBe(before?.sha256);
});

test('a film of one keyframe goes to both whole, and its two files still differ', async () => {
  const all = { startAt: 0, endAt: 8_000 };
  const cut = (mark: string) =>
    cutSegment({ file: clip, ...all }, { startAt: 100, endAt: 200 }, { file: join(dir, mark), mark });
  const [one, other] = await Promise.all([cut('les_1'), cut('les_2')]);
  expect(one).toMatchObject({ startAt: 0, endAt: 520 });
  expect(await digestOfFile(one.file)).not.toBe(await digestOfFile(other.file));
  const bytes = async (file: string) => (await readFragments(file)).map((f) => f.endByte - f.startByte);
  expect(await bytes(one.file)).toEqual((await bytes(clip)).slice(0, 1));
});
