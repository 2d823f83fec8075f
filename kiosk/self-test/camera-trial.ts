import { createHash } from 'node:crypto';
import type { Camera, Frame } from '../../device-drivers/camera/camera.ts';
import { blindness } from '../vision/picture/picture-judge.ts';
import { signatureOf } from '../vision/picture/signature.ts';
import { bad, type Finding, good } from './finding.ts';

/** What came from a camera while it was tried. */
interface Seen {
  frames: number;
  /** By their digests: a hanging camera gives the same bytes, and a still room does not. */
  readonly pictures: Set<string>;
  black: boolean;
  videoBytes: number;
}

/** Tries one camera: pictures that come now, that are not black, that change; and, where it records, video that grows. */
export class CameraTrial {
  readonly #camera: Camera;
  readonly #records: boolean;
  readonly #watchers = new Set<(frame: Frame) => void>();

  /** `records`: it is the one whose video is kept. */
  constructor(camera: Camera, { records }: { readonly records: boolean }) {
    this.#camera = camera;
    this.#records = records && camera.watchFragments !== undefined;
    camera.onFrame((frame) => {
      for (const watcher of this.#watchers) watcher(frame);
    });
  }

  /** Resolves as soon as all is seen to be well, after `limitMs` at the latest. */
  async run(limitMs: number): Promise<Finding> {
    if (this.#camera.state.state === 'out-of-order') return notThere;
    const seen: Seen = { frames: 0, pictures: new Set(), black: true, videoBytes: 0 };
    await this.#watch(seen, limitMs);
    return this.#judge(seen);
  }

  #watch(seen: Seen, limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        forget?.();
        resolve();
      };
      const endIfWell = () => this.#judge(seen).ok && end();
      const look = (frame: Frame) => {
        seen.frames += 1;
        seen.black = blindness(signatureOf(frame)) === 'black';
        seen.pictures.add(createHash('sha256').update(frame.rgb).digest('base64'));
        endIfWell();
      };
      const timer = setTimeout(end, limitMs);
      this.#watchers.add(look);
      const forget = this.#records
        ? this.#camera.watchFragments?.(({ bytes }) => {
            seen.videoBytes += bytes.length;
            endIfWell();
          })
        : undefined;
    });
  }

  #judge({ frames, pictures, black, videoBytes }: Seen): Finding {
    if (frames === 0) return noPicture;
    if (black) return dark;
    if (pictures.size < 2) return still;
    if (this.#records && videoBytes === 0) return noVideo;
    return good('画面正常', 'The picture is fine');
  }
}

const notThere = bad(
  '没有连上，请检查摄像头的电源和连线',
  'Not connected: check the camera’s power and cable',
);
const noPicture = bad('没有画面，请检查摄像头的电源和连线', 'No picture: check the camera’s power and cable');
const dark = bad(
  '画面全黑，请打开镜头盖、开灯，再测一次',
  'The picture is black: uncover the lens, switch on the light and test again',
);
const still = bad(
  '画面不动，请在镜头前挥挥手再测一次；仍不动，请重启摄像头',
  'The picture does not move: wave before the camera and test again; if it stays so, restart the camera',
);
const noVideo = bad(
  '有画面，但录像没有写入，请重启本机后再测一次',
  'There is a picture, but no video is written: restart this machine and test again',
);
