import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 50;

/** Signals every process of a group (its leader was spawned `detached`); false when none is left. */
export function signalGroup(leaderPid, signal) {
  try {
    process.kill(-leaderPid, signal);
    return true;
  } catch (fault) {
    if (fault.code === 'ESRCH') return false;
    throw fault;
  }
}

/** Ends what a finished leader left behind: asks first, then kills once `graceMs` have passed. */
export async function sweepGroup(leaderPid, graceMs) {
  if (!signalGroup(leaderPid, 'SIGTERM')) return;
  const untilMs = Date.now() + graceMs;
  while (Date.now() < untilMs) {
    if (!signalGroup(leaderPid, 0)) return;
    await wait(POLL_MS);
  }
  signalGroup(leaderPid, 'SIGKILL');
}
