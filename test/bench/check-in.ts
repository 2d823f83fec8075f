import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutFilm } from '../../kiosk/demo/films.ts';
import type { CheckInNotice } from '../../sync/contract/kiosk-view.ts';
import { DemoRun } from '../helpers/demo-run.ts';
import { type Bench, percentile } from './bench.ts';
import { watchNotices, watchPicture } from './kiosk-page.ts';

/** Pictures a second at the door camera, and the fit frames that a decision needs: what no decision can be below. */
const doorFps = 5;
const framesNeeded = 3;
const faceLimitMs = (framesNeeded * 1_000) / doorFps;
/** What the simulated sensor takes to image, extract and search. */
const fingerLimitMs = 20 + 30 + 40;

/**
 * Times check-in in the running demo, as its page sees it: from the first picture that shows a face to the notice,
 * and from the finger on the sensor to the notice. A face may enter just after a picture was taken, so one frame
 * time is added to every face. `--seconds N` (default 150): how long faces are watched.
 */
export const bench: Bench = async (options) => {
  const seconds = Number(options[options.indexOf('--seconds') + 1] ?? 150) || 150;
  const film = await cutFilm('bench', mkdtempSync(join(tmpdir(), 'keqin-bench-')));
  const demo = new DemoRun();
  const { kiosk } = await demo.start(['--door-camera', film]);
  const notices = watchNotices(kiosk);
  try {
    const faces = await timeFaces(kiosk, notices, seconds);
    const fingers = await timeFingers(kiosk, notices, 40);
    return { figures: figuresOf(faces, fingers), targets: { faceP95Ms: 2_000, fingerP95Ms: 700 } };
  } finally {
    notices.close();
    await demo.stop();
  }
};

type Notices = ReturnType<typeof watchNotices>;

async function timeFaces(kiosk: string, notices: Notices, seconds: number): Promise<number[]> {
  const times: number[] = [];
  let enteredAt: number | undefined;
  const picture = watchPicture(`${kiosk}/api/v1/preview/door.mjpeg`, (seen, at) => {
    if (!seen) enteredAt = undefined;
    else enteredAt ??= at;
  });
  const forget = notices.listen((notice, at) => {
    if (!isDecision(notice, 'face') || enteredAt === undefined || enteredAt === Number.NEGATIVE_INFINITY)
      return;
    times.push(at - enteredAt + 1_000 / doorFps);
    // One decision a visit: until the picture is empty again nothing more is timed.
    enteredAt = Number.NEGATIVE_INFINITY;
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  forget();
  picture.close();
  return times;
}

async function timeFingers(kiosk: string, notices: Notices, count: number): Promise<number[]> {
  const { fingers } = (await (await fetch(`${kiosk}/api/v1/demo/fingers`)).json()) as {
    fingers: { finger: string }[];
  };
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const body = JSON.stringify({ finger: fingers[i % fingers.length]?.finger });
    const decided = notices.next((notice) => isDecision(notice, 'finger'));
    const pressedAt = performance.now();
    await fetch(`${kiosk}/api/v1/demo/press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    times.push((await decided) - pressedAt);
    // Between two people the finger leaves; the pause is uneven, so that polls are met at every phase.
    await new Promise((resolve) => setTimeout(resolve, 1_000 + ((i * 37) % 160)));
  }
  return times;
}

function isDecision(notice: CheckInNotice, method: CheckInNotice['method']): boolean {
  return notice.method === method && notice.kind !== 'hint';
}

function figuresOf(faces: readonly number[], fingers: readonly number[]): Record<string, number> {
  const ms = (values: readonly number[], share: number) => Math.round(percentile(values, share));
  return {
    faces: faces.length,
    faceP50Ms: ms(faces, 0.5),
    faceP95Ms: ms(faces, 0.95),
    faceP50ToLimit: Number((percentile(faces, 0.5) / faceLimitMs).toFixed(2)),
    fingers: fingers.length,
    fingerP50Ms: ms(fingers, 0.5),
    fingerP95Ms: ms(fingers, 0.95),
    fingerP50ToLimit: Number((percentile(fingers, 0.5) / fingerLimitMs).toFixed(2)),
  };
}
