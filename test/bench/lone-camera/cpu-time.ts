import { readFileSync } from 'node:fs';

/** USER_HZ, which Linux has shown to programs since 2.6 whatever its own tick is. */
const ticksPerSecond = 100;

/** CPU seconds that a process has used so far, in all its threads: proc(5), fields 14 and 15 of stat. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the program's name, in brackets, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
