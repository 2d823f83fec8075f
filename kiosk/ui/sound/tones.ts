import type { ToneName } from './announcer.ts';

/** Plays a tone made at build. A browser that wants a touch first stays silent: the sentence is on the page anyway. */
export function playTone(name: ToneName): void {
  new Audio(`./tones/${name}.wav`).play().catch(() => undefined);
}
