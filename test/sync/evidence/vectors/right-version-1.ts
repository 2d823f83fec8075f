import { bundle, page, type RightFile } from './right-file.ts';
import { evidenceOf } from './short-evidence.ts';
import { bundleText, itemIn } from './shown.ts';
import type { StoryLog } from './story-log.ts';
import { firstItem, version1Bundle, version1Log, version1Steps } from './version-1.ts';

/** What 0.1 wrote, by itself, and gone on with in version 2. */
export async function rightVersion1(): Promise<readonly RightFile[]> {
  const old = await evidenceOf(version1Log(...Object.values(version1Steps)));
  const both = await evidenceOf(goneOnWith());
  const first = [firstItem(await itemIn(old, 2)), firstItem(await itemIn(old, 5))];
  const later = [await itemIn(both, 2), await itemIn(both, 4)];
  return [
    bundle('version-1', version1Bundle(old), { records: 5, checkIns: 2 }),
    page('version-1-page', first, { records: 5, checkIns: 2 }, ['right/version-1.jsonl']),
    page('version-1-page-alone', first, { records: 2, checkIns: 2 }),
    bundle('version-1-gone-on-with', bundleText(both), { records: 4, checkIns: 2 }),
    page('version-1-in-later-items', later, { records: 2, checkIns: 2 }),
  ];
}

/** Version 2 begins with its first start: what was written before needs no time, what comes after does. */
function goneOnWith(): StoryLog {
  const log = version1Log(version1Steps.start, version1Steps.checkIn);
  log.contact();
  log.start();
  log.checkIn({ id: 'chk_2' });
  return log;
}
