/** One way to open a camera of this machine. */
export interface DeviceMode {
  readonly form: 'h264' | 'mjpeg' | 'raw';
  /** ffmpeg's name of it: a codec, or the layout of raw pictures. Empty where the system chooses. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** The most pictures a second, where the system says it. */
  readonly fps?: number;
}

/** A mode that gives fewer pictures a second is taken only when there is no other. */
export const fewestFps = 15;
const wanted = { width: 1280, height: 720 };
/** Larger pictures show nothing more of a classroom, and cost four times the work. */
const largest = { width: 1920, height: 1080 };
const byForm = { h264: 0, mjpeg: 1, raw: 2 } as const;

/**
 * The modes worth trying, best first: 720p and more before less, H.264 (copied) before MJPEG (one encode) before raw
 * pictures (which fill the cable); then the smallest that is large enough, or else the largest.
 */
export function rankModes(modes: readonly DeviceMode[]): DeviceMode[] {
  return modes
    .filter(({ width, height }) => width <= largest.width && height <= largest.height)
    .sort((a, b) => compare(rankOf(a), rankOf(b)));
}

function rankOf(mode: DeviceMode): number[] {
  const slow = (mode.fps ?? fewestFps) < fewestFps;
  const large = mode.width >= wanted.width && mode.height >= wanted.height;
  const pixels = mode.width * mode.height;
  return [Number(slow), Number(!large), byForm[mode.form], large ? pixels : -pixels];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((rank, index) => rank !== b[index]);
  return (a[differs] ?? 0) - (b[differs] ?? 0);
}

function formOf(codec: string): DeviceMode['form'] | undefined {
  return codec === 'h264' || codec === 'mjpeg' ? codec : undefined;
}

/**
 * Reads `ffmpeg -f v4l2 -list_formats all`. Sizes in steps (`{32-1280, 16}x{32-720, 16}`) are taken at their largest.
 * It tells no rates.
 */
export function v4l2Modes(output: string): DeviceMode[] {
  const rows = [...output.matchAll(/(Raw|Compressed) *: *(\S+) :.*? : (.*)/g)];
  return rows.flatMap(([, kind, name = '', sizes = '']) => {
    const form = kind === 'Raw' ? 'raw' : formOf(name);
    const found = [...sizes.matchAll(/(?:\{\d+-)?(\d+)(?:, \d+\})?x(?:\{\d+-)?(\d+)/g)];
    if (!form) return [];
    return found.map(([, width, height]) => ({ form, name, width: Number(width), height: Number(height) }));
  });
}

/** Reads `ffmpeg -f dshow -list_options true`. */
export function dshowModes(output: string): DeviceMode[] {
  const row = /(vcodec|pixel_format)=(\S+) .*max s=(\d+)x(\d+) fps=([\d.]+)/g;
  const modes = [...output.matchAll(row)].flatMap(([, kind, name = '', width, height, fps]) => {
    const form = kind === 'pixel_format' ? 'raw' : formOf(name);
    if (!form) return [];
    return [{ form, name, width: Number(width), height: Number(height), fps: Number(fps) }];
  });
  // Newer versions name each twice, with the colours and without.
  return [...new Map(modes.map((mode) => [JSON.stringify(mode), mode])).values()];
}

/** Reads what AVFoundation says of a rate that no camera has. */
export function avfoundationModes(output: string): DeviceMode[] {
  const row = /(\d+)x(\d+)@\[[\d.]+ ([\d.]+)\]fps/g;
  return [...output.matchAll(row)].map(([, width, height, fps]) => {
    return { form: 'raw', name: '', width: Number(width), height: Number(height), fps: Number(fps) };
  });
}
