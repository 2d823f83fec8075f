import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { sha256 } from '../../../../sync/evidence/digest.ts';
import { bundle, page, type RightFile } from './right-file.ts';
import { rotatedLog } from './right-logs.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bootKeyOf, bundleText, itemIn, type Shown, withBootKeyLines } from './shown.ts';
import { minute, type StoryLog } from './story-log.ts';

/** What holds, or counts, only because of what is read beside it, or in spite of it. */
export async function rightTogether(short: Shown): Promise<readonly RightFile[]> {
  return [
    await overlap(),
    await acceptedOnPage(short),
    await itemsClockAlone(),
    await recordToCome(),
    await photograph(),
    page('items-alone', [await itemIn(short, 2)], { records: 1, checkIns: 1 }),
  ];
}

/** The end of a log, and the whole of it. */
async function overlap(): Promise<RightFile> {
  const log = rotatedLog();
  const tail = bundleText(await evidenceOf(log, { fromSeq: 4, accepted: () => false }));
  const proves = { records: 6, checkIns: 3 };
  const whole = bundle('overlap-whole', bundleText(await evidenceOf(log)), proves);
  const end = bundle('overlap-end', withBootKeyLines(tail, [bootKeyOf(log.records, 1)]), proves);
  return { ...whole, kind: 'overlap', ...joined([end, whole]) };
}

/** The bundle shows an entry and keeps its acceptance back, which is on the page. */
async function acceptedOnPage(short: Shown): Promise<RightFile> {
  const proves = { records: 2, checkIns: 1 };
  const text = bundleText({ ...short, acceptances: short.acceptances.slice(0, 1) });
  const kept = bundle('acceptance-on-a-page-bundle', text, proves);
  const shown = page('acceptance-on-a-page', [await itemIn(short, 2)], proves, kept.files);
  return { ...shown, ...joined([kept, shown]) };
}

/**
 * By a receipt in the bundle the clock of a record was off; by what the item carries, it was not. The bundle does not
 * show that it was accepted.
 */
async function itemsClockAlone(): Promise<RightFile> {
  const log = fastClockLog();
  const proves = { records: 2, checkIns: 1 };
  const all = await evidenceOf(log);
  const isFast = ({ body }: SignedRecord) => body.seq === '2';
  const held = await evidenceOf(log, { accepted: (record) => !isFast(record) });
  const beside = bundle('item-with-its-own-latest-bundle', bundleText(held), proves);
  const shown = page('item-with-its-own-latest', [await itemIn(all, 2)], proves, beside.files);
  return { ...shown, ...joined([beside, shown]) };
}

/** Its second record says to be written three minutes after the contact that covers it. */
export function fastClockLog(beforeContact: (log: StoryLog) => void = () => {}): StoryLog {
  return logOf(rightSteps.start, (log) => {
    log.nowMs += 4 * minute;
    log.checkIn({ id: 'chk_1' });
    beforeContact(log);
    log.contact({ at: log.nowMs - 3 * minute });
  });
}

/** By the receipt of the third record the clock of the second was off; but it is not there yet. */
async function recordToCome(): Promise<RightFile> {
  const log = fastClockLog(rightSteps.checkIn);
  const proves = { records: 2, checkIns: 1 };
  const isBefore = ({ body }: SignedRecord) => body.seq !== '3';
  const all = await evidenceOf(log, { accepted: isBefore });
  const begin = bundleText({ ...all, records: all.records.filter(isBefore) });
  const end = bundleText(await evidenceOf(log, { fromSeq: 3, accepted: () => false }));
  const first = bundle('receipt-of-a-record-to-come', begin, proves);
  const second = bundle(
    'receipt-of-a-record-to-come-end',
    withBootKeyLines(end, [bootKeyOf(log.records, 1)]),
    proves,
  );
  return { ...first, ...joined([first, second]) };
}

/** A file that a record names which proves no attendance, beside the bundle. */
async function photograph(): Promise<RightFile> {
  const file = 'right/photograph.jpg';
  const picture = 'no more of a JPEG than its name';
  const drawn = { session: 'ses_1', camera: 'room', width: 1_280, height: 720 } as const;
  const taken = { sha256: sha256(picture), sizeBytes: picture.length };
  const log = logOf(rightSteps.start, (log) => {
    log.append('photo', { ...drawn, ...taken, dueAt: log.nowMs, at: log.nowMs }, { anchor: null });
  });
  const right = bundle('photograph', bundleText(await evidenceOf(log)), { records: 2, checkIns: 0 });
  return { ...right, files: [...right.files, file], contents: { ...right.contents, [file]: picture } };
}

function joined(all: readonly RightFile[]): Pick<RightFile, 'files' | 'contents'> {
  const files = [...new Set(all.flatMap(({ files }) => files))];
  return { files, contents: Object.assign({}, ...all.map(({ contents }) => contents)) };
}
