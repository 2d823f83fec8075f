import { expect, test } from 'vitest';
import { type FaultNow, PictureJudge } from '../../../../kiosk/vision/picture/picture-judge.ts';
import { encode, film, frames, noise, people, play, room } from './films.ts';

interface Judged {
  readonly faults: readonly string[];
  /** Seconds of the film at which the first was noticed. */
  readonly noticedAt: number | undefined;
  readonly first: FaultNow | undefined;
}

async function judge(file: string, loopSeconds?: number): Promise<Judged> {
  const judge = new PictureJudge();
  const faults: string[] = [];
  let noticedAt: number | undefined;
  let first: FaultNow | undefined;
  for await (const frame of frames(file, 0, loopSeconds)) {
    const now = judge.add(frame);
    if (now && faults.at(-1) !== now.fault) faults.push(now.fault);
    if (now) first ??= now;
    if (now) noticedAt ??= frame.at / 1000;
  }
  return { faults, noticedAt, first };
}

test('people in a room, and the noise of a room in which nobody moves, are a lesson', async () => {
  expect((await judge(await encode(`${people},${noise}`, 130, `${film}-people.mp4`))).faults).toEqual([]);
  expect((await judge(await encode(`${room},${noise}`, 80, `${film}-still.mp4`))).faults).toEqual([]);
});

test('a black and a covered picture are noticed within 30 s', async () => {
  const black = await judge(
    await encode('color=c=0x050505:s=320x180:r=10,noise=alls=6:allf=t', 30, `${film}-black.mp4`),
  );
  expect(black).toMatchObject({ faults: ['black'] });
  expect(black.noticedAt).toBeLessThanOrEqual(30);
  const cloth = `${room},boxblur=30:3,eq=brightness=-0.1:contrast=0.2,${noise}`;
  const covered = await judge(await encode(cloth, 30, `${film}-covered.mp4`));
  expect(covered).toMatchObject({ faults: ['covered'] });
  expect(covered.noticedAt).toBeLessThanOrEqual(30);
});

test('a frozen picture is noticed within 30 s', async () => {
  const frozen = await judge(await encode(room, 40, `${film}-frozen.mp4`));
  expect(frozen.faults).toEqual(['frozen']);
  expect(frozen.noticedAt).toBeLessThanOrEqual(30);
});

test('the same 20 s again are noticed within 30 s, as they are and re-encoded', async () => {
  const scene = await encode(`${people},${noise}`, 20, `${film}-scene.mp4`);
  const exact = await judge(scene, 75);
  expect(exact.faults).toEqual(['looped']);
  expect((exact.noticedAt ?? 99) - 20).toBeLessThanOrEqual(30);
  expect(exact.first?.since).toBeGreaterThanOrEqual(15_000);
  const again = await judge(await play(scene, 75, `${film}-again.mp4`));
  expect(again.faults).toEqual(['looped']);
  expect((again.noticedAt ?? 99) - 20).toBeLessThanOrEqual(30);
});
