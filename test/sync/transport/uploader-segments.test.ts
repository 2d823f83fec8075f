import { expect, test } from 'vitest';
import { AppError } from '../../../sync/base/errors.ts';
import { createLog } from '../../../sync/base/log.ts';
import type { ServerLink } from '../../../sync/transport/server-link.ts';
import { type Outbox, Uploader } from '../../../sync/transport/uploader.ts';

/** A queue of segments, and a link whose answers this test gives. */
function fakes(count: number) {
  const waiting = Array.from({ length: count }, (_, i) => `${i}`);
  const begun: string[] = [];
  const open = new Map<string, { answer: () => void; breakOff: () => void }>();
  const outbox = {
    nextRecords: async () => undefined,
    nextSegment: (besides?: string) => {
      const sha256 = waiting.find((name) => name !== besides);
      return sha256 === undefined ? undefined : { sha256, file: '', sizeBytes: 1 };
    },
    segmentReceived: (sha256: string) => void waiting.splice(waiting.indexOf(sha256), 1),
  } as unknown as Outbox;
  const sendSegment: ServerLink['sendSegment'] = (_device, { sha256 }) => {
    begun.push(sha256);
    return new Promise((resolve, reject) => {
      const answer = () => resolve({ receipt: {} } as Awaited<ReturnType<ServerLink['sendSegment']>>);
      const breakOff = () => reject(new AppError('server_unreachable', 'cut'));
      open.set(sha256, { answer, breakOff });
    });
  };
  const contact = { wholeHead: async () => ({}), contacted: () => undefined, plansArrived: () => undefined };
  Object.assign(outbox, contact);
  const link = {
    sendSegment,
    contact: async () => ({}),
    plans: async () => ({ plans: [] }),
  } as unknown as ServerLink;
  const parts = { link, device: 'dev_1', outbox, logger: createLog('kiosk', 'silent'), firstRetryMs: 1 };
  return { uploader: new Uploader(parts), begun, open, waiting };
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setImmediate(resolve));
}

test('the next segment begins before the receipt of the one that is nearly there; never three at once', async () => {
  const { uploader, begun, open, waiting } = fakes(4);
  uploader.start();
  await until(() => open.has('0'));
  // Nothing is known of the pace: the first goes alone.
  open.get('0')?.answer();
  await until(() => open.has('2'));
  expect(begun).toEqual(['0', '1', '2']);
  open.get('1')?.answer();
  await until(() => open.has('3'));
  for (const name of ['2', '3']) open.get(name)?.answer();
  await until(() => waiting.length === 0);
  await uploader.close();
  expect(begun).toEqual(['0', '1', '2', '3']);
});

test('a cut costs what was on its way, in order; nothing is forgotten and nothing sent that has its receipt', async () => {
  const { uploader, begun, open, waiting } = fakes(3);
  uploader.start();
  await until(() => open.has('0'));
  open.get('0')?.answer();
  await until(() => open.has('2'));
  for (const name of ['1', '2']) open.get(name)?.breakOff();
  await until(() => begun.length === 5);
  expect(begun).toEqual(['0', '1', '2', '1', '2']);
  for (const name of ['1', '2']) open.get(name)?.answer();
  await until(() => waiting.length === 0);
  await uploader.close();
});
