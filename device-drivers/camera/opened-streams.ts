import type { LogFact } from './ffmpeg-log.ts';
import type { SourceFacts } from './source-facts.ts';

type VideoFact = LogFact & { readonly kind: 'video' };

/**
 * What ffmpeg found when it opened the source, beside what the source was probed to hold at some earlier time: who
 * reopens a camera need not probe it again, as long as it is the same.
 */
export class OpenedStreams {
  #video: VideoFact | undefined;
  #second: VideoFact | undefined;
  readonly #camera: number;
  #audio: string | undefined;
  #opened = false;

  /** @param camera number of the camera's input; the other one is its second stream, or a microphone */
  constructor(camera = 0) {
    this.#camera = camera;
  }

  note(fact: LogFact): void {
    this.#opened ||= fact.kind === 'opened';
    if (this.#opened || (fact.kind !== 'video' && fact.kind !== 'audio')) return;
    const isCamera = fact.input === this.#camera;
    if (fact.kind === 'audio') this.#audio ??= isCamera ? fact.codec : undefined;
    else if (isCamera) this.#video ??= fact;
    else this.#second ??= fact;
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
    // A microphone of its own is another input, of which this knows nothing.
    const sameSound =
      this.#audio === facts.audioCodec || (this.#audio === undefined && facts.mode !== undefined);
    return isOther(video, facts) || isOther(this.#second, facts.second) || !sameSound;
  }
}

function isOther(video: VideoFact | undefined, facts: SourceFacts | undefined): boolean {
  if (!video || !facts) return false;
  const sides = [video.width, video.height];
  return video.codec !== facts.videoCodec || !sides.includes(facts.width) || !sides.includes(facts.height);
}
