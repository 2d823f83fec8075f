import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { HashThread } from '../../../server/storage/hash-thread.ts';
import { type SegmentFiles, SegmentStore } from '../../../server/storage/segment-store.ts';
import { inlineHash, type NewStreamHash } from '../../../server/storage/stream-hash.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';

const bytes = Buffer.alloc(200_000, 'video');
const expected = { sha256: sha256(bytes), sizeBytes: bytes.length };

function chunks(whole: Buffer): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0; at < whole.length; at += 70_000) pieces.push(whole.subarray(at, at + 70_000));
  return Readable.from(pieces);
}

const thread = new HashThread();
afterAll(() => thread.close());
const hashes = [
  ['in this thread', inlineHash],
  ['in a thread of its own', thread.newHash],
] as const;

async function newStore(change: Partial<SegmentFiles> = {}, newHash: NewStreamHash = inlineHash) {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-segments-'));
  const store = new SegmentStore(dir, { ...files, ...change }, newHash);
  await store.start();
  const stored = () =>
    readdirSync(dir, { recursive: true }).filter((name) => /\.(mp4|part)$/.test(`${name}`));
  return { dir, store, stored };
}

test.each(hashes)('a stored segment, hashed %s, is read back whole and in part', async (_name, newHash) => {
  const { dir, store } = await newStore({}, newHash);
  await store.write(expected, chunks(bytes));
  expect(await buffer(store.read(expected.sha256))).toEqual(bytes);
  expect(await buffer(store.read(expected.sha256, { first: 5, last: 9 }))).toEqual(bytes.subarray(5, 10));
  expect(await store.digestOf(expected.sha256)).toBe(expected.sha256);
  expect(existsSync(join(dir, expected.sha256.slice(0, 2), `${expected.sha256}.mp4`))).toBe(true);
  expect(await store.digestOf('0'.repeat(64))).toBeUndefined();
});

test('file and folder are synced before it is said to be stored', async () => {
  const synced: string[] = [];
  const open = (async (path: string, flags: string, mode?: number) => {
    const handle = await files.open(path, flags, mode);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      synced.push(flags === 'r' ? 'folder' : 'file');
      await sync();
    };
    return handle;
  }) as typeof files.open;
  const rename = (async (from: string, to: string) => {
    synced.push('rename');
    await files.rename(from, to);
  }) as typeof files.rename;
  const { store } = await newStore({ open, rename });
  await store.write(expected, chunks(bytes));
  // The first is the start's: the entries of the folders that it made.
  expect(synced).toEqual(['folder', 'file', 'rename', 'folder']);
});

describe.each(hashes)('hashed %s', (_name, newHash) => {
  test.each([
    ['cut short', bytes.subarray(0, 150_000), 'truncated_upload'],
    ['changed', Buffer.concat([bytes.subarray(0, -1), Buffer.from('!')]), 'digest_mismatch'],
    ['longer than announced', Buffer.concat([bytes, bytes]), 'digest_mismatch'],
    ['without an end', Buffer.alloc(3_000_000), 'digest_mismatch'],
  ])('an upload that is %s leaves nothing behind', async (_name, sent, code) => {
    const { store, stored } = await newStore({}, newHash);
    await expect(store.write(expected, chunks(sent))).rejects.toMatchObject({ code });
    expect(stored()).toEqual([]);
  });
});

test('a stream that breaks off is a truncated upload', async () => {
  const { store, stored } = await newStore();
  const broken = Readable.from(
    (async function* () {
      yield bytes.subarray(0, 1_000);
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    })(),
  );
  await expect(store.write(expected, broken)).rejects.toMatchObject({ code: 'truncated_upload' });
  expect(stored()).toEqual([]);
});

test('a full disk is told as such and leaves nothing behind', async () => {
  const open = (async (path: string, flags: string, mode?: number) => {
    const handle = await files.open(path, flags, mode);
    handle.writev = async () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    return handle;
  }) as typeof files.open;
  const { store, stored } = await newStore({ open });
  await expect(store.write(expected, chunks(bytes))).rejects.toMatchObject({ code: 'disk_full' });
  expect(stored()).toEqual([]);
});

test('a folder that cannot be opened fails the upload, not the program', async () => {
  const open = (async (path: string, flags: string, mode?: number) => {
    if (path.endsWith(expected.sha256.slice(0, 2))) throw Object.assign(new Error('i/o'), { code: 'EIO' });
    return files.open(path, flags, mode);
  }) as typeof files.open;
  const { store } = await newStore({ open });
  await expect(store.write(expected, chunks(bytes))).rejects.toMatchObject({ code: 'EIO' });
});

test('what a crash left half-written is removed at the start', async () => {
  const { dir, store, stored } = await newStore();
  mkdirSync(join(dir, 'incoming'), { recursive: true });
  writeFileSync(join(dir, 'incoming', 'dead.part'), 'half');
  await store.start();
  expect(stored()).toEqual([]);
});
