/** What one line of ffmpeg's log (`-loglevel level+info`) tells the driver. */
export type LogFact =
  /** A stream of an input, as ffmpeg names it; sizes as coded. */
  | {
      readonly kind: 'video';
      readonly input: number;
      readonly codec: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'audio'; readonly input: number; readonly codec: string }
  /** All inputs are open; what streams are named from now on are ffmpeg's own. */
  | { readonly kind: 'opened' }
  /** ffmpeg begins to read packets; a file's playing time counts from now. */
  | { readonly kind: 'playing' }
  | { readonly kind: 'error'; readonly message: string };

export function factIn(line: string): LogFact | undefined {
  const error = /\[(?:error|fatal|panic)\] (.+)/.exec(line)?.[1];
  if (error) return { kind: 'error', message: error.trim() };
  if (line.startsWith('[info] Output #')) return { kind: 'opened' };
  if (line.startsWith('[info] Stream mapping:')) return { kind: 'playing' };
  const [, input, type, codec, rest = ''] =
    /^\[info\] {3}Stream #(\d+):\d+.*?: (Video|Audio): (\w+)(.*)/.exec(line) ?? [];
  if (codec === undefined) return undefined;
  if (type === 'Audio') return { kind: 'audio', input: Number(input), codec };
  const [, width, height] = /, (\d{2,5})x(\d{2,5})\b/.exec(rest) ?? [];
  return { kind: 'video', input: Number(input), codec, width: Number(width), height: Number(height) };
}
