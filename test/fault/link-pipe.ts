import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seeded } from './seeded.ts';

/** What one direction of a connection suffers; absent is nothing. Bytes are counted from its beginning. */
export interface Faults {
  /** Both sides see the connection break after this many bytes. */
  readonly cutAfterBytes?: number;
  /** The sender's end is passed on after this many bytes; the rest is swallowed, the other direction goes on. */
  readonly halfCloseAfterBytes?: number;
  /** One seeded bit of the byte at this place is flipped. */
  readonly flipAtByte?: number;
  /** Each piece comes so much later: at least, at most, ms. Pieces stay in order. */
  readonly delayMs?: readonly [number, number];
}

/** A link of so many bytes a second, shared by all that goes through it. */
export class SharedRate {
  /** `Infinity` is no limit. May be changed at any time. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  #freeAt = 0;

  /** When bytes of this size have gone through (performance.now()). A link that was idle saves up nothing. */
  passedAt(sizeBytes: number): number {
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (sizeBytes / this.bytesPerSecond) * 1_000;
    return this.#freeAt;
  }
}

const pieceBytes = 16_384;
/** What may be on its way: more would hide a slow link behind the proxy's memory. */
const mostOnTheWayBytes = 262_144;

/** Passes on what `from` says to `to`, with its faults; `cut` breaks both. */
export function linkPipe(
  { from, to, cut }: { readonly from: Socket; readonly to: Socket; readonly cut: () => void },
  faults: Faults,
  { rate, seeded }: { readonly rate: SharedRate; readonly seeded: Seeded },
): void {
  let taken = 0;
  let onTheWay = 0;
  let last = Promise.resolve();
  from.on('data', (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = Buffer.from(bytes.subarray(at, at + pieceBytes));
      flip(piece, taken, faults.flipAtByte, seeded);
      const goes = limited(piece, taken, faults);
      taken += piece.length;
      onTheWay += piece.length;
      const [least, most] = faults.delayMs ?? [0, 0];
      const dueAt = Math.max(
        performance.now() + least + seeded.next() * (most - least),
        rate.passedAt(piece.length),
      );
      last = last.then(async () => {
        await until(dueAt);
        onTheWay -= piece.length;
        if (onTheWay < mostOnTheWayBytes) from.resume();
        if (goes.bytes.length > 0 && to.writable && !to.write(goes.bytes)) await drained(to);
        if (goes.after === 'cut') cut();
        if (goes.after === 'end') to.end();
      });
    }
    if (onTheWay >= mostOnTheWayBytes) from.pause();
  });
  from.on('end', () => void last.then(() => to.end()));
}

function flip(piece: Buffer, start: number, at: number | undefined, seeded: Seeded): void {
  if (at === undefined || at < start || at >= start + piece.length) return;
  piece[at - start] = (piece[at - start] ?? 0) ^ (1 << seeded.below(8));
}

function limited(piece: Buffer, start: number, { cutAfterBytes, halfCloseAfterBytes }: Faults) {
  const end = start + piece.length;
  if (cutAfterBytes !== undefined && end >= cutAfterBytes)
    return { bytes: piece.subarray(0, Math.max(0, cutAfterBytes - start)), after: 'cut' } as const;
  if (halfCloseAfterBytes !== undefined && end >= halfCloseAfterBytes)
    return { bytes: piece.subarray(0, Math.max(0, halfCloseAfterBytes - start)), after: 'end' } as const;
  return { bytes: piece, after: 'go-on' } as const;
}

/** Timers are whole milliseconds: what is due sooner goes at once, and the rate holds over many pieces. */
async function until(dueAt: number): Promise<void> {
  const ms = dueAt - performance.now();
  if (ms >= 1) await sleep(ms);
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
