const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses after the first, second, … failed attempt: 23.6 hours in all. */
const pauses = [5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 8 * hour, 8 * hour];

/** How long to wait after so many failed attempts, ms; null when a day of them was enough. */
export function pauseAfter(attempts: number): number | null {
  return pauses[attempts - 1] ?? null;
}
