import type { RightFile } from './right-file.ts';
import { rightLogs } from './right-logs.ts';
import { rightTogether } from './right-together.ts';
import { rightVersion1 } from './right-version-1.ts';
import { rightWords } from './right-words.ts';
import type { Shown } from './shown.ts';

/** All that holds, beside the bundle and its page, and what it proves. */
export async function rightFiles(short: Shown, early: Shown): Promise<readonly RightFile[]> {
  return [
    ...(await rightLogs(early)),
    ...(await rightWords(short)),
    ...(await rightTogether(short)),
    ...(await rightVersion1()),
  ];
}
