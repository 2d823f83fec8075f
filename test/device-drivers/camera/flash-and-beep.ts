import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** In each second the picture is white for its first 0.2 s, and a tone sounds. */
export const flash = "color=c=black:s=320x240:r=25,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.199)'";
export const beep = "aevalsrc='0.7*sin(2*PI*1000*t)*lt(mod(t,1),0.2)':s=48000";

/** Writes a film of flashes and beeps in the given codecs; the container follows from the name. */
export function makeFlashFilm(file: string, seconds: number, codecs: readonly string[]): void {
  const inputs = ['-f', 'lavfi', '-i', flash, '-f', 'lavfi', '-i', beep];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...inputs,
    '-t',
    String(seconds),
    '-pix_fmt',
    'yuv420p',
    ...codecs,
    file,
  ]);
}

/** How much later each beep of a recorded segment is heard than its flash is seen, ms. */
export async function beepsBehindFlashesMs(segment: string): Promise<number[]> {
  const video = ['-map', '0:v', '-vf', 'scale=1:1,showinfo'];
  const audio = ['-map', '0:a', '-af', 'silencedetect=noise=-20dB:d=0.3'];
  const args = ['-hide_banner', '-nostats', '-copyts', '-i', segment, ...video, ...audio, '-f', 'null', '-'];
  const { stderr } = await promisify(execFile)('ffmpeg', args, { maxBuffer: 32 << 20 });
  const beeps = [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map(([, at]) => Number(at));
  return flashesIn(stderr).flatMap((flashAt) => {
    const nearest = beeps.map((at) => at - flashAt).filter((lag) => Math.abs(lag) < 0.4);
    return nearest.map((lag) => lag * 1_000);
  });
}

/** Seconds at which the picture turns white, from `showinfo`. */
function flashesIn(log: string): number[] {
  const pictures = [...log.matchAll(/pts_time:(-?[\d.]+).*?mean:\[(\d+)/g)];
  const white = pictures.map(([, at, luma]) => ({ at: Number(at), white: Number(luma) > 128 }));
  return white
    .filter((picture, index) => picture.white && white[index - 1]?.white === false)
    .map(({ at }) => at);
}
