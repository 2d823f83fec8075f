import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zhCN } from '../../kiosk/ui/text/zh-CN.ts';
import { storageAlarm } from '../../kiosk/ui/view-model/storage-alarm.ts';
import { buildView } from '../../kiosk/view.ts';
import { smallDisk } from '../fault/small-disk.ts';
import type { Bench } from './bench.ts';
import { encodeFilm } from './film-camera.ts';
import { type FullKiosk, openFullKiosk } from './full-kiosk.ts';
import { countCorruption } from './store-corruption.ts';

const diskMegabytes = 96;
const wantedOnBallast = 500;
/** More than this disk holds, of anything: the loops end before, or something is wrong. */
const never = 200_000;

/**
 * A kiosk on a disk of 96 MB, filled by its own video and then by its own check-ins: what stops first, what the page
 * says, how many check-ins the ballast bought, and whether what was acknowledged is there after a restart.
 */
export const bench: Bench = async () => {
  const film = await encodeFilm(mkdtempSync(join(tmpdir(), 'keqin-bench-')));
  const disk = smallDisk(diskMegabytes);
  try {
    return { figures: await fillUp(disk.dir, film), targets };
  } finally {
    disk.unmount();
  }
};

/** Shortfalls and faults: each may be nothing at most. */
const targets = {
  shortOfWanted: 0,
  videoNotStoppedFirst: 0,
  screenSilent: 0,
  videoNotResumed: 0,
  corruption: 0,
};

async function fillUp(dir: string, film: string): Promise<Record<string, number>> {
  const kiosk = await openFullKiosk(dir, film);
  const found = await fillKiosk(kiosk).finally(() => kiosk.close());
  const corruption = await countCorruption(dir, kiosk.app.parts.log.identity, kiosk.saved);
  return { ...found, corruption };
}

async function fillKiosk(kiosk: FullKiosk): Promise<Record<string, number>> {
  const segments = await fillByVideo(kiosk);
  const screenSays = saysSo(kiosk, 'video-stopped');
  const videoStoppedFirst = kiosk.ballast.held && kiosk.strangerComes();
  kiosk.receiptsArrive();
  const checkInsBefore = fillByCheckIns(kiosk, () => !kiosk.ballast.held);
  const accepted = kiosk.traineesCome();
  const strangers = fillByCheckIns(kiosk, () => false);
  const screenSaysFull = saysSo(kiosk, 'full');
  const resumed = await kiosk.retentionPasses();
  return {
    segments,
    checkInsBefore,
    acceptedOnBallast: accepted,
    checkInsOnBallast: accepted + strangers,
    shortOfWanted: Math.max(0, wantedOnBallast - accepted),
    videoNotStoppedFirst: videoStoppedFirst ? 0 : 1,
    screenSilent: screenSays && screenSaysFull ? 0 : 1,
    videoNotResumed: resumed ? 0 : 1,
  };
}

/** Video until it stops, and ten segments more, which must not be kept; gives the number kept. */
async function fillByVideo(kiosk: FullKiosk): Promise<number> {
  for (let i = 0; i < never && kiosk.app.disk.room !== 'video-stopped'; i += 1) await kiosk.film();
  const kept = kiosk.app.segments.onDisk().length;
  for (let i = 0; i < 10; i += 1) await kiosk.film();
  if (kiosk.app.segments.onDisk().length !== kept) throw new Error('video went on after it had stopped');
  return kept;
}

/** Check-ins of strangers until one is refused for want of room, or `enough`; gives the number saved. */
function fillByCheckIns(kiosk: FullKiosk, enough: () => boolean): number {
  let saved = 0;
  while (saved < never && !enough() && kiosk.strangerComes()) saved += 1;
  return saved;
}

function saysSo(kiosk: FullKiosk, room: 'video-stopped' | 'full'): boolean {
  const view = buildView(kiosk.app);
  const sentence = storageAlarm(view.storage, zhCN);
  return (
    view.storage === room && view.recording.state === 'fault' && sentence?.text === zhCN.storage[room].text
  );
}
