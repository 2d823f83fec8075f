import type { DeviceState } from '../../sync/base/device-state.ts';
import type { GapCause } from '../../sync/contract/records.ts';

/** Remembers what went wrong and when, so that each hole in a lesson gets its cause. */
export class TroubleBook {
  readonly #startedAt: number;
  readonly #entries: { at: number; cause: GapCause }[] = [];

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  note(cause: GapCause, at: number): void {
    this.#entries.push({ at, cause });
    if (this.#entries.length > 1_000) this.#entries.shift();
  }

  noteCamera(state: DeviceState): void {
    if (state.state !== 'out-of-order') return;
    this.note(/stall/i.test(state.detail ?? '') ? 'stalled' : 'camera-lost', state.since);
  }

  /** The cause of a hole: the first trouble inside it (or just before it), else this program's own absence. */
  causeOf(hole: { startAt: number; endAt: number }): GapCause {
    const inside = this.#entries.find((e) => e.at >= hole.startAt - 5_000 && e.at <= hole.endAt + 5_000);
    if (hole.startAt < this.#startedAt && inside?.cause !== 'admin-stopped') return 'machine-off';
    return inside?.cause ?? 'process-died';
  }
}
