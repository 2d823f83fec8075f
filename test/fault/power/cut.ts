import { rmSync } from 'node:fs';
import { Seeded } from '../seeded.ts';
import { Disk } from './disk.ts';
import { restored } from './replay.ts';
import type { DiskEvent } from './trace.ts';

export interface PowerCut {
  /** The power fails after this many events. */
  readonly after: number;
  /** Undefined: only what was promised survives. Else the seed of what more does. */
  readonly tornSeed: number | undefined;
}

/** Half of the cuts fall right after a promise was made, where most can be lost; every second one is torn. */
export function chooseCuts(events: readonly DiskEvent[], count: number, seeded: Seeded): PowerCut[] {
  const isAck = acksIn(events);
  const promises = events.flatMap((event, index) => (isAck(event) ? [index + 1] : []));
  const cuts = Array.from({ length: count }, (_, index) => ({
    after: index % 4 < 2 ? seeded.pick(promises) : 1 + seeded.below(events.length),
    tornSeed: index % 2 === 0 ? undefined : seeded.below(2 ** 32),
  }));
  return cuts.sort((a, b) => a.after - b.after);
}

/** Makes each cut; `look` sees the folder that it left and all that was written to `acks` before it. */
export async function cutPower(
  events: readonly DiskEvent[],
  cuts: readonly PowerCut[],
  look: (folder: string, acks: string, cut: PowerCut) => Promise<void>,
): Promise<void> {
  const disk = new Disk();
  const isAck = acksIn(events);
  let acks = '';
  let done = 0;
  for (const cut of cuts) {
    for (; done < cut.after; done += 1) {
      const event = events[done] as DiskEvent;
      if (isAck(event)) acks += event.bytes.toString();
      disk.apply(event);
    }
    const torn = cut.tornSeed === undefined ? undefined : new Seeded(cut.tornSeed);
    const folder = restored(disk.afterPowerCut(torn));
    await look(folder, acks, cut);
    rmSync(folder, { recursive: true });
  }
}

/** Which events write the workload's promises: it opens `acks` first of all and keeps it open. */
function acksIn(events: readonly DiskEvent[]) {
  const opened = events.find((event) => event.kind === 'opened' && event.path === 'acks');
  const inode = opened?.kind === 'opened' ? opened.inode : undefined;
  return (event: DiskEvent): event is DiskEvent & { readonly kind: 'written' } =>
    event.kind === 'written' && event.inode === inode;
}
