/** What one line of ffmpeg's log (`-loglevel level+info`) tells the driver. */
export type LogFact =
  /** The source is open; a live one was opened at this epoch second, by the machine's clock. */
  | { readonly kind: 'source-open'; readonly startSeconds: number }
  /** ffmpeg begins to read packets; a file's playing time counts from now. */
  | { readonly kind: 'playing' }
  | { readonly kind: 'error'; readonly message: string };

export function factIn(line: string): LogFact | undefined {
  const error = /\[(?:error|fatal|panic)\] (.+)/.exec(line)?.[1];
  if (error) return { kind: 'error', message: error.trim() };
  const start = /^\[info\] {3}Duration: .*, start: (\d+\.\d+)/.exec(line)?.[1];
  if (start) return { kind: 'source-open', startSeconds: Number(start) };
  return line.startsWith('[info] Stream mapping:') ? { kind: 'playing' } : undefined;
}
