import { expect, test } from 'vitest';
import { type FaultNow, PictureJudge } from '../../../../kiosk/vision/picture/picture-judge.ts';
import { encode, film, frames, noise, people, play, room } from './films.ts';

interface Judged {
  readonly faults: readonly string[];
  /** Seconds of the film at which the first was noticed. */
  readonly noticedAt: number | undefined;
  readonly first: FaultNow | undefined;
  /** Seconds of the film at which there was one last. */
  readonly lastAt: number | undefined;
}

async function judge(file: string, loopSeconds?: number): Promise<Judged> {
  const judge = new PictureJudge();
  const faults: string[] = [];
  let noticedAt: number | undefined;
  let first: FaultNow | undefined;
  let lastAt: number | undefined;
  for await (const frame of frames(file, 0, loopSeconds)) {
    const now = judge.add(frame);
    if (now && faults.at(-1) !== now.fault) faults.push(now.fault);
    if (now) first ??= now;
    if (now) noticedAt ??= frame.at / 1000;
    if (now) lastAt = frame.at / 1000;
  }
  return { faults, noticedAt, first, lastAt };
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

test('a black moment in each round hides neither a loop nor a frozen picture', async () => {
  const wink = (everySec: number) => `drawbox=color=black:t=fill:enable='lt(mod(t+3,${everySec}),0.7)'`;
  const scene = await encode(`${people},${noise},${wink(20)}`, 20, `${film}-wink.mp4`);
  const looped = await judge(scene, 75);
  expect(looped.faults).toEqual(['looped']);
  expect((looped.noticedAt ?? 99) - 20).toBeLessThanOrEqual(30);
  const frozen = await judge(await encode(`${room},${wink(8)}`, 40, `${film}-frozen-wink.mp4`));
  expect(frozen.faults).toEqual(['frozen']);
});

test('a moment of light, or a cloth that is now black and now not, does not hide a covered lens', async () => {
  const dark = (share: string) => `drawbox=color=black:t=fill:enable='${share}'`;
  const glimpses = await judge(
    await encode(`${people},${noise},${dark('gte(mod(t,8),0.7)')}`, 40, `${film}-glimpses.mp4`),
  );
  expect(glimpses.faults).toEqual(['black']);
  expect(glimpses.noticedAt).toBeLessThanOrEqual(30);
  const cloth = `${room},boxblur=30:3,eq=brightness=-0.1:contrast=0.2,${noise}`;
  const flicker = await encode(`${cloth},${dark('lt(mod(t,6),3)')}`, 30, `${film}-flicker.mp4`);
  expect((await judge(flicker)).faults).toHaveLength(1);
});

test('a dark minute is over when it is over: a dark moment soon after is no part of it', async () => {
  const dark = "drawbox=color=black:t=fill:enable='lt(t,60)+between(t,75,75.7)'";
  const judged = await judge(await encode(`${people},${noise},${dark}`, 80, `${film}-dark-minute.mp4`));
  expect(judged.faults).toEqual(['black']);
  expect(judged.lastAt).toBeLessThanOrEqual(66);
});

test('lights that go out for a moment now and then are no loop', async () => {
  const lights = "drawbox=color=black:t=fill:enable='lt(mod(t+3,20),7)'";
  expect(
    (await judge(await encode(`${people},${noise},${lights}`, 110, `${film}-lights.mp4`))).faults,
  ).toEqual([]);
});
