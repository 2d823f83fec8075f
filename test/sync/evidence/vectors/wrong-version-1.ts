import type { RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { sealRecord } from '../../../../sync/evidence/record.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { server } from '../sample-evidence.ts';
import { evidenceOf } from './short-evidence.ts';
import { bootKeyOf, bundleText, itemIn, type Shown } from './shown.ts';
import type { StoryLog } from './story-log.ts';
import { firstItem, rotateInVersion1, version1Bundle, version1Log, version1Steps } from './version-1.ts';
import type { WrongItem } from './wrong-pages.ts';
import type { WrongText } from './wrong-words.ts';

const { start, checkIn } = version1Steps;
const version1 = { v: 1, anchor: null } as const;

/** Logs of version 1 in which a rule of version 2 was followed, or a rule of version 1 was not. */
export async function wrongVersion1(): Promise<readonly WrongText[]> {
  const right = await evidenceOf(version1Log(start, checkIn));
  const wrongKey = 'not signed with the key that counts';
  return [
    ['version-1-key-rotated', await oldBundle(start, rotated), wrongKey],
    ['version-1-boot-key', await oldBundle(start, signedByBootKey), wrongKey],
    ['version-1-with-uptime', await oldBundle(start, withUptime), 'its text was changed'],
    ['version-1-entry-missing', bundleText({ ...right, entries: right.entries.slice(0, 1) }), 'no entry'],
    [
      'version-1-certificate-of-another-key',
      version1Bundle(ofAnotherKey(right)),
      'not the device of its key',
    ],
  ];
}

/** Items of one form with what belongs to the other. */
export async function wrongVersion1Items(early: Shown): Promise<readonly WrongItem[]> {
  const log = version1Log(start, checkIn);
  log.contact();
  const shown = await evidenceOf(log);
  const item = await itemIn(shown, 2);
  const [timeReceipt] = shown.timeReceipts;
  const at = timeReceipt?.body.at;
  const { time, proof } = item;
  return [
    ['version-1-item-with-a-time', { ...item, time: { ...time, earliestAt: at } }, 'not the proven one'],
    ['version-1-item-with-a-receipt', { ...item, proof: { ...proof, timeReceipt } }, 'does not name'],
    [
      'item-of-version-1-with-a-record-of-version-2',
      firstItem(await itemIn(early, 2)),
      'neither its time nor its place',
      ['right/before-the-first-start.jsonl'],
    ],
  ];
}

async function oldBundle(...steps: readonly ((log: StoryLog) => void)[]): Promise<string> {
  return version1Bundle(await evidenceOf(version1Log(...steps)));
}

/** What comes after the rotation is signed by its key. */
function rotated(log: StoryLog): void {
  const next = memoryKey('ES256');
  rotateInVersion1(log, next);
  checkIn(log);
  log.replace({}, next);
}

/** A boot record of version 1 with a boot key, which signs what comes after. */
function signedByBootKey(log: StoryLog): void {
  log.start();
  const key = bootKeyOf(log.records, Number(log.head.seq));
  const { uptime: _, ...body } = (log.records.at(-1) as SignedRecord).body;
  const data = { program: 'kiosk', node: 'v20', key } as RecordData<'boot'>;
  log.goOnFrom(sealRecord({ ...body, ...version1, data }, log.signer));
  checkIn(log);
}

function withUptime(log: StoryLog): void {
  checkIn(log);
  log.replace({ uptime: 1 });
}

function ofAnotherKey(right: Shown): Shown {
  const [certificate] = right.certificates;
  if (!certificate) throw new Error('no certificate');
  const { publicKey } = memoryKey('ES256');
  const body = { ...certificate.body, publicKey };
  return { ...right, certificates: [sealStatement('device-certificate', body, server)] };
}
