import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { sha256 } from '../../../../sync/evidence/digest.ts';
import type { honestEvidence } from './honest-evidence.ts';
import { shortEvidence } from './short-evidence.ts';
import { bundleText, consistencyOf, itemIn, type Shown, serverLogOf } from './shown.ts';
import { video } from './story-log.ts';
import { wrongCertificateItems, wrongCertificates } from './wrong-certificates.ts';
import { withBootKey, wrongLogs } from './wrong-logs.ts';
import { wrongMidLogs } from './wrong-mid-log.ts';
import { wrongOrder } from './wrong-order.ts';
import { type WrongItem, wrongPages } from './wrong-pages.ts';
import { wrongRevoked } from './wrong-revoked.ts';
import { wrongSignatures } from './wrong-signatures.ts';
import { afterContact } from './wrong-times.ts';
import { wrongVersion1, wrongVersion1Items } from './wrong-version-1.ts';
import { type WrongText, wrongWords } from './wrong-words.ts';

export interface WrongFile {
  readonly kind: string;
  /** Within `wrong/`. */
  readonly file: string;
  /** Text, bytes, or what is to be written as JSON. */
  readonly content: string | Buffer | object;
  /** A part of the sentence that must name it. */
  readonly says: string;
  /** What must be read before it. */
  readonly with: readonly string[];
  /** The file of the key from which a verifier starts; that of the server, if not said. */
  readonly trust?: string;
}
type Honest = Awaited<ReturnType<typeof honestEvidence>>;

/** All files with one thing wrong, made from the right evidence. */
export async function wrongFiles(honest: Honest, short: Shown, early: Shown): Promise<readonly WrongFile[]> {
  const files: WrongFile[] = [];
  for (const [kind, steps, says] of wrongLogs())
    files.push(bundle(kind, bundleText(await shortEvidence(steps)), says));
  for (const [kind, text, says] of await wrongTexts(short)) files.push(bundle(kind, text, says));
  for (const wrong of await wrongItems(short, early)) files.push(itemPage(wrong));
  for (const [kind, content, says] of wrongPages(honest.page))
    files.push({ kind, file: `${kind}.json`, content, says, with: [] });
  files.push(await bootKeyItem('item-with-a-later-boot-key', { seq: '3' }));
  files.push(await bootKeyItem('item-with-a-boot-key-of-another-boot', { boot: 'boot-2' }));
  files.push(await idTwice(early), wrongForDevice(early));
  return [...files, ...(await wrongBesideOthers(honest, short))];
}

async function wrongTexts(short: Shown): Promise<readonly WrongText[]> {
  return [
    ...(await wrongWords(short)),
    ...(await wrongCertificates(short)),
    ...wrongSignatures(short),
    ...(await wrongMidLogs()),
    ...(await wrongOrder(short)),
    ...(await wrongRevoked()),
    ...(await wrongVersion1()),
  ];
}

async function wrongItems(short: Shown, early: Shown): Promise<readonly WrongItem[]> {
  const laterPlace = await shortEvidence({ checkIn: afterContact({ seq: '9' }) });
  return [
    ...(await wrongCertificateItems(short)),
    ...(await wrongVersion1Items(early)),
    ['item-with-a-receipt-of-a-later-place', await itemIn(laterPlace, 2), 'not the one that its record'],
  ];
}

/** An item whose record that very boot key signed, certified for a later place or another boot. */
async function bootKeyItem(kind: string, change: { seq?: string; boot?: string }): Promise<WrongFile> {
  const shown = await shortEvidence({ start: withBootKey(change) });
  return itemPage([kind, await itemIn(shown, 2), 'did not certify']);
}

/** Two check-ins, each right, of one id. */
async function idTwice(early: Shown): Promise<WrongFile> {
  const items = [await itemIn(early, 1), await itemIn(early, 2)];
  const kind = 'item-id-twice';
  return { kind, file: `${kind}.json`, content: { items }, says: 'twice', with: [] };
}

/** Who trusts one device has nobody's word for another. */
function wrongForDevice(early: Shown): WrongFile {
  const other = bundle('device-that-is-not-trusted', bundleText(early), 'not signed by a trusted key');
  return { ...other, trust: 'right/device.pem' };
}

/** What is wrong only beside what was shown before. */
async function wrongBesideOthers({ consistency, fork }: Honest, short: Shown): Promise<WrongFile[]> {
  const reversed = { ...consistency, hashes: consistency.hashes.toReversed() };
  const otherLog = await serverLogOf(Array.from({ length: 12 }, () => short.records[0] as SignedRecord));
  const pulled = { with: ['bundle.jsonl', 'page.json'], says: 'it has two histories' };
  const proof = (kind: string, content: object) => ({ kind, file: `${kind}.json`, content, ...pulled });
  const changed = Buffer.from(video);
  changed[30] = (changed[30] as number) ^ 1;
  const segment = { file: `segments/${sha256(video)}.mp4`, content: changed, says: 'stands in no record' };
  const photograph = { file: 'photograph.jpg', content: 'another picture', says: 'stands in no record' };
  return [
    proof('consistency-that-fails', reversed),
    proof('consistency-of-a-fork', await consistencyOf(otherLog, consistency.from)),
    { ...bundle('fork-beside-the-bundle', fork, 'the log was forked'), with: ['bundle.jsonl'] },
    { kind: 'video-changed', ...segment, with: ['bundle.jsonl'] },
    { kind: 'photograph-changed', ...photograph, with: ['right/photograph.jsonl'] },
  ];
}

function bundle(kind: string, content: string, says: string): WrongFile {
  return { kind, file: `${kind}.jsonl`, content, says, with: [] };
}

function itemPage([kind, item, says, beside = []]: WrongItem): WrongFile {
  const content = { items: [item], nextCursor: '1', withdrawn: [] };
  return { kind, file: `${kind}.json`, content, says, with: beside };
}
