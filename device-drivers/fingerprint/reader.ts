import type { DeviceState } from '../../sync/base/device-state.ts';

/** One finger put on the sensor and what the sensor made of it. `at`: when it was first seen, epoch ms. */
export type Touch =
  | { readonly kind: 'matched'; readonly slot: number; readonly score: number; readonly at: number }
  | { readonly kind: 'unknown'; readonly at: number }
  | { readonly kind: 'poor'; readonly reason: 'dry' | 'wet' | 'partial' | 'unclear'; readonly at: number };

/** What to tell the person while a finger is being enrolled. */
export type EnrolStep = 'place-finger' | 'lift-finger' | 'processing';

export type EnrolResult =
  | { readonly kind: 'enrolled'; readonly slot: number }
  /** The finger is in the library already, under `slot`. */
  | { readonly kind: 'duplicate'; readonly slot: number }
  | {
      readonly kind: 'refused';
      readonly reason: 'library-full' | 'poor-finger' | 'fingers-differ' | 'timeout';
    };

export interface EnrolOptions {
  readonly slot: number;
  /** How often the finger is read; readers merge them into one template. */
  readonly captures: number;
  readonly onStep: (step: EnrolStep, capture: number) => void;
  /** When aborted, `enrol` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * A reader that holds its own template library and matches by itself. Slots are 0 … capacity − 1.
 * Templates stay inside the reader: nothing here moves them out.
 */
export interface FingerprintReader {
  readonly state: DeviceState;
  /** Model and firmware as far as the reader tells; undefined until ready. */
  readonly info:
    | { readonly dialect: string; readonly capacity: number; readonly simulated: boolean }
    | undefined;
  /** Opens the port and begins to look for fingers; reopens it for as long as it takes. Never throws. */
  start(): void;
  close(): Promise<void>;
  onTouch(listener: (touch: Touch) => void): void;
  onState(listener: (state: DeviceState) => void): void;
  /** Pauses looking for fingers, enrols one, and goes on looking. */
  enrol(options: EnrolOptions): Promise<EnrolResult>;
  remove(slot: number): Promise<void>;
  /** Slots that hold a template. */
  slots(): Promise<number[]>;
}
