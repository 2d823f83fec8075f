import type { ClaimView, Reckoning } from '../../sync/contract/claims.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Context } from '../parts.ts';
import { type ClaimClass, gatherClaim } from './claim-class.ts';
import { claimDeadlines, type KnownCalendar } from './deadlines.ts';
import { reckonClaim } from './reckon-claim.ts';

/** The claim of a class as everybody concerned sees it; throws `not_found`. */
export async function claimView(context: Context, classId: string): Promise<ClaimView> {
  const about = await gatherClaim(context, classId);
  const { profile, inputs, claim, creditVersion } = about;
  const { reckoning, refusals, frozen } = shown(about);
  const { id, version, title, titleEn } = profile;
  const row = claim?.row;
  return {
    class: classId,
    claim: claim?.id ?? null,
    state: claim?.state ?? 'none',
    revision: claim?.revision ?? 0,
    profile: {
      ...{ id, version, title, titleEn },
      trainingType: inputs.rules.name,
      money: inputs.rules.money,
      hasProjectShare: inputs.rules.prepayPercentForProjects !== null,
    },
    creditVersion: frozen ? (claim?.creditVersion ?? null) : creditVersion,
    stale: isStale(about),
    facts: inputs.facts,
    conditions: inputs.rules.conditions,
    ...reckoning,
    refusals: [...refusals],
    deadlines: claimDeadlines(inputs.rules, inputs.plan, await knownCalendar(context, inputs.plan), {
      now: context.clock.now(),
      submittedAt: frozen ? (row?.submitted_at ?? null) : null,
      acceptedAt: row?.decided_at ?? null,
      paidAt: claim?.money?.at ?? null,
    }),
    submittedAt: row?.submitted_at ?? null,
    decidedAt: row?.decided_at ?? null,
    reason: row?.reason ?? null,
    money: claim?.money ?? null,
  };
}

/** Handed in by a version of credit that does not count any more. */
export function isStale({ claim, creditVersion }: ClaimClass): boolean {
  return claim?.submitted != null && claim.creditVersion !== creditVersion;
}

/** What was handed in stays as it was; only what warns a reviewer is looked up anew. */
function shown({ claim, inputs }: ClaimClass): ReturnType<typeof reckonClaim> & { readonly frozen: boolean } {
  const now = reckonClaim(inputs);
  if (!claim?.submitted) return { ...now, frozen: false };
  const warnings = new Map(now.reckoning.rows.map((row) => [row.person, row.warnings]));
  const rows = claim.submitted.rows.map((row) => ({
    ...row,
    warnings: warnings.get(row.person) ?? row.warnings,
  }));
  const reckoning: Reckoning = { ...claim.submitted, rows };
  return { reckoning, refusals: [], frozen: true };
}

/** Deadlines lie in the year of the class, or in the two after it. */
async function knownCalendar({ stores }: Context, { periods }: ClassPlan): Promise<KnownCalendar> {
  const first = Math.max(...periods.map(({ day }) => Number(day.slice(0, 4))));
  const years = await Promise.all([first, first + 1, first + 2].map((year) => stores.calendar.year(year)));
  const known = years.filter(({ origin }) => origin !== 'none').map(({ year }) => year);
  return { ...(await stores.calendar.whole()), years: new Set(known) };
}
