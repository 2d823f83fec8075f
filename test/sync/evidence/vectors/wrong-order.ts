import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { canonicalJson } from '../../../../sync/evidence/canonical-json.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bundleText, type Shown } from './shown.ts';
import { segmentData, segmentReceipt } from './story-log.ts';
import type { WrongText } from './wrong-words.ts';

/** Lines before what they speak of, lines of no kind, and acceptances of what is not shown. */
export async function wrongOrder(right: Shown): Promise<readonly WrongText[]> {
  const lines = bundleText(right).split(/(?<=\n)/);
  const line = (kind: string, at = 0) => lines.filter((one) => one.startsWith(`{"${kind}":`))[at] as string;
  const moved = (one: string, before: string) =>
    lines.flatMap((other) => (other === one ? [] : other === before ? [one, other] : [other])).join('');
  const withLine = (one: string) => [...lines, one].join('');
  const [header] = lines as [string];
  const [checkIn, certificate] = [line('record', 1), line('certificate').trim()];
  return [
    ['acceptance-before-its-record', moved(line('acceptance', 1), checkIn), 'is not here'],
    ['certificate-after-its-record', moved(line('certificate'), checkIn), 'no good certificate'],
    [
      'receipt-after-an-acceptance-that-needs-it',
      moved(line('time-receipt'), line('checkpoint')),
      'names no',
    ],
    ['entry-before-its-record', moved(line('entry', 1), checkIn), 'is not here'],
    ['entry-before-its-checkpoint', moved(line('entry'), line('checkpoint')), 'without a checkpoint'],
    ['segment-receipt-before-its-record', await earlySegmentReceipt(), 'a receipt and no record'],
    ['line-of-no-known-kind', withLine('{"remark":"checked"}\n'), 'is not readable evidence'],
    ['line-of-two-kinds', withLine(`${certificate.slice(0, -1)},"remark":1}\n`), 'is not readable evidence'],
    ['header-twice', withLine(header), 'is not readable evidence'],
    ['header-missing', lines.slice(1).join(''), 'is not the header'],
    ['acceptance-without-its-record', withoutLast(right), 'is not here'],
  ];
}

async function earlySegmentReceipt(): Promise<string> {
  const log = logOf(rightSteps.start, (log) => void log.append('segment', segmentData(log.nowMs)));
  const receipt = `${canonicalJson({ 'segment-receipt': segmentReceipt(log.device) })}\n`;
  return bundleText(await evidenceOf(log)).replace('{"record":', () => `${receipt}{"record":`);
}

/** The end of the log and its entry are kept back; the acceptance tells that there was more. */
function withoutLast(right: Shown): string {
  const records = right.records.slice(0, 1) as SignedRecord[];
  return bundleText({ ...right, records, entries: right.entries.slice(0, 1) });
}
