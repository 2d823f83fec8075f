import { AppError } from '../../sync/base/errors.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import type { RevocationOrder } from '../../sync/contract/device-review.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { finding } from '../verify/finding-text.ts';

/**
 * Takes a device's word back from record `fromSeq` on. What had been accepted from there is held from now on, and
 * told to whoever pulled it; it stays in the server's log, for nothing leaves that. A second revocation can only reach
 * further back. Throws `not_found`.
 */
export async function revoke(
  context: Context,
  deviceId: string,
  { fromSeq: wanted, reason }: RevocationOrder,
  by: Actor,
): Promise<Statement<'revocation'>> {
  // Nothing of the device may be half judged meanwhile.
  await context.acceptor.settled(deviceId);
  return inTransaction(context.database, async (stores) => {
    const device = await stores.devices.find(deviceId);
    if (!device) throw new AppError('not_found', 'There is no such device.', { zh: '没有该编号的终端。' });
    const earlier = device.revocation;
    // Not beyond what is here: what comes after today would count until then.
    const from = BigInt(wanted) <= device.head.seq ? BigInt(wanted) : device.head.seq + 1n;
    if (earlier && BigInt(earlier.body.fromSeq) <= from) return earlier;
    const fromSeq = String(from);
    const body = { v: 1, device: deviceId, fromSeq, at: context.clock.now(), reason } as const;
    const revocation = sealStatement('revocation', body, context.serverKey);
    await stores.devices.setRevocation(deviceId, revocation);
    await withdraw(context, stores, deviceId, Number(fromSeq));
    const deed = { at: body.at, by, action: 'device-revoked', data: { device: deviceId, fromSeq } };
    await stores.journal.append(deed, context.serverKey);
    return revocation;
  });
}

async function withdraw({ clock }: Context, stores: Stores, device: string, fromSeq: number): Promise<void> {
  for (const { id, seq, class_id: classId } of await stores.records.acceptedFrom(device, fromSeq)) {
    await stores.records.withdraw(id, 'device-revoked');
    const wasGiven = (await stores.feed.contains([id])).has(id);
    await stores.projections.drop(id);
    if (wasGiven) await stores.feed.append(id);
    const subject = { kind: 'record', id: String(seq) } as const;
    await stores.findings.add(finding('device-revoked', subject, { device, class: classId }), clock.now());
  }
}
