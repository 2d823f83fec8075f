import type { SelfTestResult } from '../../sync/contract/room-review.ts';
import { interpret, parseRecord } from '../../sync/evidence/record.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';

/** A kiosk tests itself before each class, and writes some 5,000 records on a whole day of lessons. */
const lookedThrough = 20_000;

/** What a kiosk's newest self-test found; null when there was none for days. */
export async function newestSelfTest(
  { stores }: Context,
  { device, head }: KnownDevice,
): Promise<SelfTestResult | null> {
  const row = await stores.records.newestOfKind(device, 'self-test', Number(head.seq) - lookedThrough);
  const record = row && parseRecord(row.text);
  const read = record && interpret(record.body);
  if (read?.kind !== 'known' || read.is.kind !== 'self-test') return null;
  const { at, parts } = read.is.data;
  return { at, parts: parts.map(({ part, ok }) => ({ part, ok })) };
}
