import type { LogFact } from './ffmpeg-log.ts';
import type { SourceFacts } from './source-facts.ts';

/**
 * What ffmpeg found when it opened the source, beside what the source was probed to hold at some earlier time: who
 * reopens a camera need not probe it again, as long as it is the same.
 */
export class OpenedStreams {
  #video: (LogFact & { readonly kind: 'video' }) | undefined;
  #audio: string | undefined;
  #opened = false;

  note(fact: LogFact): void {
    this.#opened ||= fact.kind === 'opened';
    if (this.#opened) return;
    if (fact.kind === 'video') this.#video ??= fact;
    if (fact.kind === 'audio') this.#audio ??= fact.codec;
  }

  /** What the source holds now, as far as ffmpeg said. */
  get facts(): SourceFacts | undefined {
    if (!this.#video) return undefined;
    const { codec, width, height } = this.#video;
    return { videoCodec: codec, width, height, ...(this.#audio && { audioCodec: this.#audio }) };
  }

  /** True when the source holds something else now. Unknown is not different; a turned picture is the same one. */
  differFrom(facts: SourceFacts): boolean {
    const video = this.#video;
    if (!video) return false;
    const sides = [video.width, video.height];
    const sameSize = sides.includes(facts.width) && sides.includes(facts.height);
    // A microphone of its own is another input, of which this knows nothing.
    const sameSound =
      this.#audio === facts.audioCodec || (this.#audio === undefined && facts.mode !== undefined);
    return video.codec !== facts.videoCodec || !sameSize || !sameSound;
  }
}
