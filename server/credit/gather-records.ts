import { isOf } from '../../sync/base/parse.ts';
import { FindingCode } from '../../sync/contract/findings.ts';
import type { RecordKind } from '../../sync/contract/records.ts';
import { interpret, type KnownRecord, parseRecord } from '../../sync/evidence/record.ts';
import type { EnrolmentFact, HeldCheckInFact } from './facts.ts';

interface RecordRow {
  readonly device: string;
  readonly seq: number;
  readonly digest: string;
  readonly text: string;
}

/**
 * Check-ins that a reviewer could still credit. A forged one, one of a kiosk that the plan does not list and a second
 * one with the same id say nothing about anybody.
 */
const worthALook: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'time-unproven',
  'not-in-plan',
  'record-from-future',
  'certificate-expired',
  'device-revoked',
]);

export function heldFacts(
  rows: readonly (RecordRow & { readonly heldFor: string | null })[],
): readonly HeldCheckInFact[] {
  return rows.flatMap((row) => {
    const { heldFor } = row;
    if (!isOf(FindingCode, heldFor) || !worthALook.has(heldFor)) return [];
    const data = read(row, 'check-in')?.data;
    if (data?.outcome !== 'accepted' || data.person === null || data.session === null) return [];
    const { person, session, direction } = data;
    return [{ person, session, direction, heldFor, record: refOf(row) }];
  });
}

/** Held ones take part: what they put into the kiosk is what people are checked in by from then on. */
export function enrolmentFacts(
  rows: readonly (RecordRow & { readonly heldFor: string | null })[],
): readonly EnrolmentFact[] {
  return rows.flatMap((row) => {
    const found = read(row, 'enrolment');
    if (!found) return [];
    const { person, method } = found.data;
    return [{ person, method, at: found.wall, isDated: row.heldFor === null, record: refOf(row) }];
  });
}

type DataOf<K extends RecordKind> = Extract<KnownRecord, { kind: K }>['data'];

function read<K extends RecordKind>({ text }: RecordRow, kind: K) {
  const record = parseRecord(text);
  const found = record && interpret(record.body);
  if (found?.kind !== 'known' || found.is.kind !== kind) return undefined;
  return { data: found.is.data as DataOf<K>, wall: record?.body.wall ?? 0 };
}

/** A record by its place in its log, and its digest. */
export function refOf({ device, seq, digest }: Omit<RecordRow, 'text'>) {
  return { device, seq: String(seq), digest };
}
