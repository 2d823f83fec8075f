import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seeded } from './seeded.ts';

/** When a program dies: so long after its start, or so long after it has said so many lines. */
export interface Death {
  readonly afterLines: number;
  readonly thenMs: number;
}

/** Every sixth life ends before its first word; the others somewhere in their work. */
export function chooseDeath(
  seeded: Seeded,
  { startMs, mostLines }: { readonly startMs: number; readonly mostLines: number },
): Death {
  if (seeded.below(6) === 0) return { afterLines: 0, thenMs: seeded.next() * startMs };
  return { afterLines: 1 + seeded.below(mostLines), thenMs: seeded.next() * 4 };
}

/** Lets a program live until `death`, then kill -9; gives all that it said on stdout. */
export async function killed(child: ChildProcess, death: Death): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('the program’s stdout must be a pipe');
  const closed = once(child, 'close');
  let said = '';
  let lines = 0;
  const spoken = new Promise<void>((resolve) => {
    if (death.afterLines === 0) resolve();
    stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      lines += text.split('\n').length - 1;
      if (lines >= death.afterLines) resolve();
    });
  });
  await Promise.race([spoken, closed]);
  await Promise.race([sleep(death.thenMs), closed]);
  if (child.exitCode !== null) throw new Error(`the program ended by itself, with ${child.exitCode}`);
  child.kill('SIGKILL');
  // What it said before it died is still in the pipe.
  await closed;
  return said;
}
