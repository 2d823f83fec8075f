import { readFileSync } from 'node:fs';

/** Whether a process runs; one that has ended and is only not collected yet (a zombie) does not. */
export function stillRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^\) Z/.test(stat.slice(stat.lastIndexOf(')')));
  } catch {
    return false;
  }
}
