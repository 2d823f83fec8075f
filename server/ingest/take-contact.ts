import type { ContactAnswer } from '../../sync/contract/device-api.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { receiptId } from '../../sync/evidence/time.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { certificateOf, revokedFrom } from '../verify/check-device.ts';
import { finding } from '../verify/finding-text.ts';
import { currentCertificate } from './certify.ts';
import { clonedDevice, revokedDevice, staleNonce } from './device-faults.ts';
import { openHead } from './ingest-batch.ts';

type Head = Statement<'head'>['body'];

/**
 * Answers a kiosk that says where its log stands with our word on when it stood there. A log that is not the one we
 * have, or an old request sent again, is refused and becomes a finding: both are how a copied key or a restored
 * snapshot show themselves.
 */
export async function takeContact(
  context: Context,
  device: KnownDevice,
  value: unknown,
): Promise<ContactAnswer> {
  const { stores, serverKey } = context;
  if (revokedFrom(device, serverKey.publicKey) !== undefined) {
    await say(context, 'device-revoked', device);
    throw revokedDevice();
  }
  const head = openHead(device, value);
  if (await isReplay(stores, device, head)) {
    await say(context, 'stale-nonce', device);
    throw staleNonce();
  }
  if (!(await isOurLog(stores, device, head))) {
    await say(context, 'device-cloned', device, head.seq);
    throw clonedDevice();
  }
  return inTransaction(context.database, async (inside) => {
    const receipt = await giveReceipt(context, inside, head);
    const certificate = await currentCertificate(context, inside, device);
    const first = certificateOf(device, serverKey.publicKey);
    if (!certificate && !first) throw new Error('the device has no certificate that holds');
    return { receipt, certificate: (certificate ?? first) as Statement<'device-certificate'> };
  });
}

/**
 * Answered before; or made before a request that was, by a monotonic clock that does not go back or in a boot that is
 * over; or before the device sent what is here: old requests that somebody on the network held back.
 */
async function isReplay(stores: Stores, known: KnownDevice, head: Head): Promise<boolean> {
  const { device, nonce, clock, seq, digest } = head;
  if (await stores.timeReceipts.hasNonce(device, nonce)) return true;
  const last = (await stores.timeReceipts.newest(device))?.body.clock;
  if (last?.boot === clock.boot && last.uptime > clock.uptime) return true;
  if (await stores.timeReceipts.isBootOver(device, clock.boot)) return true;
  const place = BigInt(seq);
  if (place >= known.head.seq || place === 0n) return false;
  return (await stores.records.at(device, Number(place)))?.digest === digest;
}

/** A kiosk never has anything else at a place that it sent or signed for, nor less than that. */
async function isOurLog(stores: Stores, device: KnownDevice, { seq, digest }: Head): Promise<boolean> {
  const place = BigInt(seq);
  const promised = await stores.timeReceipts.newestPlace(device.device);
  const promisedSeq = BigInt(promised?.seq ?? 0);
  if (place < device.head.seq || place < promisedSeq) return false;
  if (place === device.head.seq) return digest === device.head.digest;
  return promised === undefined || place > promisedSeq || digest === promised.head;
}

async function giveReceipt(
  { clock, serverKey }: Context,
  stores: Stores,
  { device, nonce, seq, digest, clock: reading, anchor }: Head,
): Promise<Statement<'time-receipt'>> {
  const body = { v: 1, device, nonce, seq, head: digest, at: clock.now(), clock: reading } as const;
  const receipt = sealStatement('time-receipt', body, serverKey);
  await stores.timeReceipts.add(receiptId(body), receipt, anchor);
  return receipt;
}

function say(
  { stores, clock }: Context,
  code: 'stale-nonce' | 'device-cloned' | 'device-revoked',
  { device }: KnownDevice,
  seq?: string,
): Promise<void> {
  const subject =
    seq === undefined ? ({ kind: 'device', id: device } as const) : ({ kind: 'record', id: seq } as const);
  return stores.findings.add(finding(code, subject, { device }), clock.now());
}
