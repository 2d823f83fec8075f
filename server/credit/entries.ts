import { Type } from 'typebox';
import { PeriodKey, Verdict } from '../../sync/contract/credit.ts';
import { closed, Digest, Id, nullable, ShortText } from '../../sync/contract/primitives.ts';

/** Entries of the server's own log that credit is judged by. */
export const inputActions = [
  'credit-decided',
  'leave-granted',
  'leave-withdrawn',
  'enrolment-accepted',
  'enrolment-refused',
] as const;
export type CreditAction = (typeof inputActions)[number];

/** What the entries say, by their action; a withdrawn leave as a granted one, a refused enrolment as an accepted one. */
export const entryData = {
  'credit-decided': Type.Object(
    { persons: Type.Array(Id), periods: Type.Array(PeriodKey), verdict: Verdict, reason: ShortText },
    closed,
  ),
  'leave-granted': Type.Object({ person: Id, periods: Type.Array(PeriodKey), reason: ShortText }, closed),
  'enrolment-accepted': Type.Object(
    {
      /** With the digests of the enrolment records that were looked at. */
      persons: Type.Array(Type.Object({ person: Id, records: Type.Array(Digest) }, closed)),
      reason: nullable(ShortText),
    },
    closed,
  ),
} as const;
