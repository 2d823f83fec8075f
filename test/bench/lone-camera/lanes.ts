import { Seeded } from '../../fault/seeded.ts';

/** Faults are mostly waiting: several are made side by side. */
const lanes = 4;

/** Makes `count` faults and gives what each took; `lane` makes as many as it is told, one after the other. */
export async function inLanes<T>(
  count: number,
  seed: number,
  lane: (count: number, seeded: Seeded, name: string) => Promise<T[]>,
): Promise<T[]> {
  const shares = Array.from({ length: lanes }, (_, index) => Math.floor((count + index) / lanes));
  const wanted = shares.map((share, index) => ({ share, index })).filter(({ share }) => share > 0);
  const results = wanted.map(({ share, index }) => lane(share, new Seeded(seed + index), `lane-${index}`));
  return (await Promise.all(results)).flat();
}
