import type { SignedRecord } from '../../../sync/contract/records.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../../sync/evidence/record.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { startTestServer } from '../../helpers/test-server.ts';

const length = 8;

/**
 * A log whose end was cut off clean looks like a shorter log to whoever verifies a bundle; the server had seen more.
 * Cuts a kiosk's log at every record, before and after it was sent, and gives how many cuts the server did not see.
 */
export async function seenByServer(): Promise<{ cutsAtServer: number; cutsUnseen: number }> {
  const server = await startTestServer();
  try {
    const kiosk = await FakeKiosk.enrol(server);
    const bootKey = memoryKey('ES256');
    kiosk.begin(kiosk.signer, bootKey);
    while (kiosk.records.length < length) {
      kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
    }
    // The server has the first half; for the second the kiosk only has its word on the time.
    await kiosk.send(kiosk.records.slice(0, length / 2));
    await kiosk.contact();
    let [cutsAtServer, cutsUnseen] = [0, 0];
    for (const record of kiosk.records.slice(0, -1)) {
      for (const seen of [
        await contactIsRefused(kiosk, record),
        await redoIsRefused(kiosk, record, bootKey),
      ]) {
        cutsAtServer += 1;
        if (!seen) cutsUnseen += 1;
      }
    }
    return { cutsAtServer, cutsUnseen };
  } finally {
    await server.close();
  }
}

/** The kiosk, set back to this record, asks for the time. */
async function contactIsRefused(kiosk: FakeKiosk, last: SignedRecord): Promise<boolean> {
  const answer = await kiosk.contact({ seq: last.body.seq, digest: recordDigest(last) });
  // What it had sent before looks like an old request, what it had only signed for like another log.
  return ['device_cloned', 'stale_nonce'].includes(answer.json<{ code?: string }>().code ?? '');
}

/** The kiosk, set back to before this record, writes another log from there on, as far as it had come, and sends it. */
async function redoIsRefused(
  kiosk: FakeKiosk,
  first: SignedRecord,
  bootKey: ReturnType<typeof memoryKey>,
): Promise<boolean> {
  let prev = first.body.prev;
  const redone = kiosk.records.slice(Number(first.body.seq) - 1).map(({ body }) => {
    const record = sealRecord({ ...body, prev, wall: body.wall + 1 }, bootKey);
    prev = recordDigest(record);
    return record;
  });
  const sent = kiosk.records.slice(length / 2, Number(first.body.seq) - 1);
  const answer = await kiosk.post([...sent, ...redone]);
  return answer.json<{ refused: { code: string } | null }>().refused?.code === 'device-cloned';
}
