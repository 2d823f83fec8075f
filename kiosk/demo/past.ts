import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatedSensor } from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import type { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { KioskApp } from '../app.ts';
import type { LauncherLink } from './launcher-link.ts';
import { scriptPast } from './past-script.ts';

interface PastParts {
  readonly app: KioskApp;
  readonly clock: SimulatedClock;
  readonly sensor: SimulatedSensor;
  readonly launcher: LauncherLink;
  readonly fingerOf: (person: string) => string;
  /** How often the reader looks at the sensor, ms. */
  readonly pollMs: number;
}

/**
 * Plays the days before through the kiosk as it is: fingers on the sensor, decisions, log, server, all under one
 * simulated clock. No row is written by hand.
 */
export async function playPast(plan: ClassPlan, until: number, parts: PastParts): Promise<void> {
  for (const touch of scriptPast(plan, until)) {
    parts.clock.advanceTo(touch.at);
    await parts.launcher.setServerClock(parts.clock.now());
    // A kiosk on a network is never without a receipt for long.
    await parts.app.sync.contactSoon();
    await press(parts.fingerOf(touch.person), parts);
  }
}

/** One press, until the desk has said something and the reader has seen the finger go. */
async function press(finger: string, { app, sensor, pollMs }: PastParts): Promise<void> {
  const decided = new Promise<void>((resolve) => {
    const forget = app.desk.onNotice(() => {
      forget();
      resolve();
    });
  });
  sensor.pressFinger(finger);
  await decided;
  sensor.liftFinger();
  await pause(4 * pollMs);
}

/** Enrols one finger of everybody: consent, three captures, the reader's own duplicate search. */
export async function enrolFingers(people: readonly string[], parts: PastParts): Promise<void> {
  for (const person of people) {
    const finger = parts.fingerOf(person);
    let done = false;
    const enrolled = parts.app.enrolment.enrol(person, 'finger', true).finally(() => {
      done = true;
    });
    while (!done) {
      parts.sensor.pressFinger(finger, { holdMs: 4 * parts.pollMs });
      await Promise.race([enrolled, pause(8 * parts.pollMs)]);
    }
    parts.sensor.liftFinger();
    const answer = await enrolled;
    if (answer.outcome !== 'enrolled') throw new Error(`a demo finger was not enrolled: ${answer.reason}`);
  }
}
