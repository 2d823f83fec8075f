import Hls from 'hls.js/light';

const againMs = 1_000;
/** hls.js can jump by itself only where it may not go by the server's PART-HOLD-BACK. */
const jumpBeyondSeconds = 5;

/** Plays a low-latency playlist in a video element, beginning anew whenever it breaks. */
export class LivePlayer {
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #onUnplayable: () => void;
  #hls: Hls | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** `onUnplayable`: this browser cannot decode what the camera gives. */
  constructor(video: HTMLVideoElement, url: string, onUnplayable: () => void) {
    this.#video = video;
    this.#url = url;
    this.#onUnplayable = onUnplayable;
    this.#connect();
  }

  /** By the kiosk's clock, when what is shown now was filmed; null before anything is shown. */
  get shownAt(): number | null {
    return this.#hls?.playingDate?.getTime() ?? null;
  }

  /** Jumps when the picture is so far behind the newest one that playing faster would take long. */
  catchUp(): void {
    const { latency = 0, liveSyncPosition } = this.#hls ?? {};
    if (latency > jumpBeyondSeconds && liveSyncPosition) this.#video.currentTime = liveSyncPosition;
  }

  close(): void {
    clearTimeout(this.#again);
    this.#hls?.destroy();
    this.#hls = undefined;
  }

  #connect(): void {
    const hls = new Hls({
      lowLatencyMode: true,
      // A picture that fell behind a little is played faster than it was filmed.
      maxLiveSyncPlaybackRate: 1.3,
      maxBufferLength: 6,
      backBufferLength: 6,
    });
    hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => {
      if (details === Hls.ErrorDetails.BUFFER_ADD_CODEC_ERROR) this.#onUnplayable();
      if (fatal) this.#reconnect();
    });
    hls.loadSource(this.#url);
    hls.attachMedia(this.#video);
    this.#hls = hls;
  }

  #reconnect(): void {
    this.close();
    this.#again = setTimeout(() => this.#connect(), againMs);
  }
}
