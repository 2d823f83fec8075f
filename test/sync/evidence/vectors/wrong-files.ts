import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { sha256 } from '../../../../sync/evidence/digest.ts';
import type { honestEvidence } from './honest-evidence.ts';
import { shortEvidence } from './short-evidence.ts';
import { bundleText, consistencyOf, itemOf, type Shown, serverLogOf } from './shown.ts';
import { video } from './story-log.ts';
import { withBootKey, wrongLogs } from './wrong-logs.ts';
import { wrongPages } from './wrong-pages.ts';
import { wrongWords } from './wrong-words.ts';

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
}
type Honest = Awaited<ReturnType<typeof honestEvidence>>;

/** All files with one thing wrong, made from the right evidence. */
export async function wrongFiles(honest: Honest, short: Shown): Promise<readonly WrongFile[]> {
  const files: WrongFile[] = [];
  for (const [kind, steps, says] of wrongLogs())
    files.push(bundle(kind, bundleText(await shortEvidence(steps)), says));
  for (const [kind, text, says] of await wrongWords(short)) files.push(bundle(kind, text, says));
  for (const [kind, content, says] of wrongPages(honest.page))
    files.push({ kind, file: `${kind}.json`, content, says, with: [] });
  files.push(await bootKeyItem('item-with-a-later-boot-key', { seq: '3' }));
  files.push(await bootKeyItem('item-with-a-boot-key-of-another-boot', { boot: 'boot-2' }));
  return [...files, ...(await wrongBesideOthers(honest, short))];
}

/** An item whose record that very boot key signed, certified for a later place or another boot. */
async function bootKeyItem(kind: string, change: { seq?: string; boot?: string }): Promise<WrongFile> {
  const shown = await shortEvidence({ start: withBootKey(change) });
  const log = await serverLogOf(shown.records);
  const items = [itemOf(shown.records[1] as SignedRecord, shown, 0, await log.proof(1))];
  const content = { items, nextCursor: '1', withdrawn: [] };
  return { kind, file: `${kind}.json`, content, says: 'did not certify', with: [] };
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
  return [
    proof('consistency-that-fails', reversed),
    proof('consistency-of-a-fork', await consistencyOf(otherLog, consistency.from)),
    { ...bundle('fork-beside-the-bundle', fork, 'the log was forked'), with: ['bundle.jsonl'] },
    { kind: 'video-changed', ...segment, with: ['bundle.jsonl'] },
  ];
}

function bundle(kind: string, content: string, says: string): WrongFile {
  return { kind, file: `${kind}.jsonl`, content, says, with: [] };
}
