import type { RecordBody } from '../../../../sync/contract/records.ts';
import { rightSteps } from './short-evidence.ts';
import { minute, type StoryLog, segmentData } from './story-log.ts';

/** The steps of the short log that are other ones. */
type Steps = Partial<typeof rightSteps>;
export type WrongLog = readonly [kind: string, steps: Steps, says: string];

/** Logs with one record whose time is not proven, each by one sign. */
export function wrongTimes(): readonly WrongLog[] {
  return [
    ['time-no-anchor', { checkIn: checkInWith(() => ({ anchor: null })) }, 'names no time receipt'],
    ['time-no-anchor-of-video', { checkIn: segmentWithoutAnchor }, 'names no time receipt'],
    ['time-no-anchor-of-this-place', { checkIn: afterContact({ seq: '9' }) }, 'names no time receipt'],
    [
      'time-no-anchor-of-this-device',
      { checkIn: afterContact({ device: 'dev_other', seq: '0' }) },
      'names no time receipt',
    ],
    ['time-rebooted', { checkIn: rebooted }, 'after a reboot'],
    [
      'time-uptime-differs',
      { checkIn: checkInWith(({ mono }) => ({ uptime: mono + 2_001 })) },
      'was shifted',
    ],
    ['time-clock-backwards', { checkIn: checkInWith(goneBack) }, 'gone backwards'],
    ['time-clock-backwards-of-a-receipt', { checkIn: namesOlderReceipt }, 'gone backwards'],
    [
      'time-clock-off',
      { checkIn: checkInWith(({ wall }) => ({ wall: wall + 2 * minute + 1 })) },
      'two minutes off',
    ],
  ];
}

type Clocks = { readonly mono: number; readonly wall: number };

/** A check-in whose clocks, or whose receipt, are not those of its moment. */
function checkInWith(change: (right: Clocks) => Partial<RecordBody>): (log: StoryLog) => void {
  return (log) => {
    const right = { mono: log.nowMs - log.bootedAtMs, wall: log.nowMs };
    log.checkIn({ id: 'chk_1' }, change(right));
  };
}

/** The record before was written a minute ago. */
function goneBack({ wall }: Clocks): Partial<RecordBody> {
  return { wall: wall - minute - 1_001 };
}

function segmentWithoutAnchor(log: StoryLog): void {
  log.append('segment', segmentData(log.nowMs), { anchor: null });
}

/** The receipt that it names is of another place, or of another log. */
export function afterContact(change: { seq?: string; device?: string }): (log: StoryLog) => void {
  return (log) => {
    log.contact(change);
    rightSteps.checkIn(log);
  };
}

/** The record before names the receipt that came after. */
function namesOlderReceipt(log: StoryLog): void {
  const { anchor } = log;
  log.nowMs += minute;
  log.contact();
  rightSteps.checkIn(log);
  log.checkIn({ id: 'chk_2' }, { anchor });
}

/** The machine and the program start again, and no receipt comes. */
function rebooted(log: StoryLog): void {
  log.boot = 'boot-2';
  log.bootedAtMs = log.nowMs - 1_000;
  log.start();
  rightSteps.checkIn(log);
}
