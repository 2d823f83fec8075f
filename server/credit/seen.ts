import { sha256 } from '../../sync/evidence/digest.ts';
import type { ClassCredit, Credit, PeriodOfClass, PersonCredit } from './class-credit.ts';

/** Reasons that a reviewer must see before deciding. */
export function contrary({ reasons }: Pick<Credit, 'reasons'>) {
  return reasons.filter(({ weighs }) => weighs !== 'for').map(({ code }) => code);
}

/**
 * Digest of what is seen of one trainee's row: states, what counts, the reasons against it, decisions. A word that is
 * based on it is refused once any of these is different; more film of a period that is held anyway changes nothing.
 */
export function rowDigest(
  periods: readonly PeriodOfClass[],
  { person, credits, totals }: PersonCredit,
): string {
  const cells = credits.map((credit, index) => {
    const period = periods[index] as PeriodOfClass;
    const { state, counts, byRule, decision } = credit;
    const codes = `${contrary(credit).join(' ')} / ${contrary(period).join(' ')}`;
    return `${period.startAt} ${state} ${counts} ${byRule} ${decision?.entry ?? '-'} ${codes}`;
  });
  return sha256([person, `${totals.counted}/${totals.total}`, ...cells].join('\n'));
}

/** The same of a whole class: what an approval is based on. `rows`: the digests of its rows, where they are at hand. */
export function classDigest(
  { planVersion, profile, periods, people }: ClassCredit,
  rows = people.map((one) => rowDigest(periods, one)),
): string {
  return sha256([`${planVersion} ${profile.id} ${profile.version}`, ...rows].join('\n'));
}
