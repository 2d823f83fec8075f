import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { DigestSink } from '../../../server/storage/digest-sink.ts';
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
  const sink = new DigestSink(file, bytes.length);
  await pipeline(pieces(), sink);
  expect(sha256(Buffer.concat(taken))).toBe(sha256(bytes));
  expect(sink.sha256).toBe(sha256(bytes));
});

test('an error of the early sync fails the file, for the disk will not tell it again', async () => {
  const { file } = shortFile(bytes.length);
  const failing = {
    writev: (file as { writev: unknown }).writev,
    datasync: () => Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' })),
  };
  const sink = new DigestSink(failing as never, bytes.length);
  await expect(pipeline(pieces(), sink)).rejects.toMatchObject({ code: 'EIO' });
});
