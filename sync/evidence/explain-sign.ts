import type { TimeSign } from './time.ts';

/** Why a record's time is not proven, as the second half of a sentence. */
export function explainSign(sign: TimeSign): string {
  return {
    'no-anchor': 'names no time receipt that is here: nothing says after what it was written',
    rebooted: 'was written after a reboot, before the kiosk had a new time receipt',
    'uptime-differs': 'was written by a program whose clock was shifted',
    'clock-backwards': 'was written on a clock that had gone backwards',
    'clock-off': 'was written on a wall clock that was more than two minutes off',
    'offline-too-long': 'was written too long after the newest time receipt',
  }[sign];
}
