import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test, vi } from 'vitest';
import { DigestSink } from '../../../server/storage/digest-sink.ts';
import { inlineHash } from '../../../server/storage/stream-hash.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';

const bytes = Buffer.alloc(3_000_000, 'video');
const pieces = () => Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]);

/** A file in memory that takes at most `most` bytes a call, as a nearly full disk does. */
function shortFile(most: number) {
  const taken: Buffer[] = [];
  const writev = async (buffers: readonly Buffer[]) => {
    const part = Buffer.concat(buffers).subarray(0, most);
    taken.push(part);
    return { bytesWritten: part.length, buffers };
  };
  return { taken, file: { writev, datasync: async () => undefined } as never };
}

test('what the disk took only in part is written to its end', async () => {
  const { taken, file } = shortFile(700_001);
  const sink = new DigestSink(file, inlineHash(), bytes.length);
  await pipeline(pieces(), sink);
  expect(sha256(Buffer.concat(taken))).toBe(sha256(bytes));
  expect(await sink.sha256()).toBe(sha256(bytes));
});

test('an error of the early sync fails the file, for the disk will not tell it again', async () => {
  const { file } = shortFile(bytes.length);
  const failing = {
    writev: (file as { writev: unknown }).writev,
    datasync: () => Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' })),
  };
  const sink = new DigestSink(failing as never, inlineHash(), bytes.length);
  await expect(pipeline(pieces(), sink)).rejects.toMatchObject({ code: 'EIO' });
});

test('a lost hash fails the file', async () => {
  const { file } = shortFile(bytes.length);
  const lost = {
    update: () => Promise.reject(new Error('lost')),
    end: () => Promise.reject(new Error('lost')),
  };
  const sink = new DigestSink(file, lost, bytes.length);
  await expect(pipeline(pieces(), sink)).rejects.toThrow('lost');
});

test('a stream that breaks off ends its hash, which is kept elsewhere', async () => {
  const { file } = shortFile(bytes.length);
  const end = vi.fn(async () => '');
  const sink = new DigestSink(file, { update: async () => undefined, end }, bytes.length);
  sink.write(bytes.subarray(0, 10));
  sink.destroy();
  await once(sink, 'close');
  expect(end).toHaveBeenCalledOnce();
});
