import { AppError } from '../../sync/base/errors.ts';
import type { ClaimFacts, ClaimState, MoneyDecision, Reckoning } from '../../sync/contract/claims.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { CreditLine } from '../../sync/contract/credit.ts';
import type { Profile } from '../../sync/contract/policy.ts';
import { creditOfClass } from '../credit/credit-of-class.ts';
import { gatherFacts } from '../credit/gather-facts.ts';
import { classDigest } from '../credit/seen.ts';
import type { Context } from '../parts.ts';
import { rulesOf } from '../policy/profiles.ts';
import { provenApproval } from '../pull/approved-credit.ts';
import type { StoredClaim } from '../storage/claim-store.ts';
import { creditedClass } from './credited.ts';
import type { ClaimInputs, Outdated } from './reckon-claim.ts';
import { findTrainees } from './trainees.ts';

const emptyFacts: ClaimFacts = { class: {}, persons: [], confirmed: [] };

/** The finance reviewer's word, as it is kept. */
export interface MoneyWord extends Pick<MoneyDecision, 'verdict'> {
  readonly fen: number | null;
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
}

/** A stored claim, its JSON read. */
export interface Claim {
  readonly id: string;
  readonly state: ClaimState;
  readonly revision: number;
  readonly creditVersion: number;
  /** What was reckoned when it was handed in. */
  readonly submitted: Reckoning | null;
  readonly money: MoneyWord | null;
  readonly row: StoredClaim;
}

/** All that is known about the claim of a class. */
export interface ClaimClass {
  readonly classId: string;
  readonly profile: Profile;
  readonly inputs: ClaimInputs;
  /** Version of approved credit that counts; null for none. */
  readonly creditVersion: number | null;
  readonly claim: Claim | undefined;
}

/** Gathers what a claim is reckoned from; throws `not_found`, or `conflict` when what it rests on cannot be read. */
export async function gatherClaim(context: Context, classId: string): Promise<ClaimClass> {
  const { stores } = context;
  const { plan, trainees } = await findTrainees(context, classId);
  const found = rulesOf(plan);
  if (!found) throw unknownRules();
  const stored = await stores.claims.ofClass(classId);
  const newest = await approvedCredit(context, classId);
  const outdatedBy = newest && (await whatOutdates(context, plan, newest));
  const approved = outdatedBy ? undefined : newest;
  const registrations = await stores.realNames.registrations(classId);
  const numbers = trainees.map(({ idNumber }) => idNumber);
  const inputs: ClaimInputs = {
    ...{ plan, trainees, rules: found.rules },
    credited: approved && creditedClass(approved.lines),
    ...(outdatedBy && { outdatedBy }),
    facts: stored ? (JSON.parse(stored.facts) as ClaimFacts) : emptyFacts,
    readings: stored ? (JSON.parse(stored.readings) as string[]) : [],
    registered: new Set(registrations.keys()),
    exams: await stores.realNames.exams(classId),
    details: await stores.realNames.personDetails(classId),
    history: await stores.claims.claimedBy(numbers, stored?.id ?? ''),
  };
  const { profile } = found;
  const claim = stored && toClaim(stored);
  return { classId, profile, inputs, creditVersion: approved?.version ?? null, claim };
}

async function approvedCredit(context: Context, classId: string) {
  const newest = await context.stores.credit.newestApproval(classId);
  if (!newest) return undefined;
  const approval = await provenApproval(context, classId, newest.version);
  if (approval === 'damaged') throw damaged();
  if (!approval) return undefined;
  const { planVersion } = approval.statement.body;
  return {
    version: newest.version,
    digest: newest.digest,
    planVersion,
    lines: approval.lines.map((text) => JSON.parse(text) as CreditLine),
  };
}

/** Judged under an earlier plan, roster, threshold and amounts may be others now; by other evidence, all of it. */
async function whatOutdates(
  context: Context,
  plan: ClassPlan,
  { planVersion, digest }: { readonly planVersion: number; readonly digest: string },
): Promise<Outdated | undefined> {
  if (planVersion !== plan.version) return 'plan';
  const now = creditOfClass(await gatherFacts(context, plan.class, context.stores));
  return classDigest(now) === digest ? undefined : 'evidence';
}

function toClaim(row: StoredClaim): Claim {
  return {
    id: row.id,
    state: row.state as ClaimState,
    revision: row.revision,
    creditVersion: row.credit_version,
    submitted: row.submitted === null ? null : (JSON.parse(row.submitted) as Reckoning),
    money: row.money === null ? null : (JSON.parse(row.money) as MoneyWord),
    row,
  };
}

function unknownRules(): AppError {
  return new AppError('conflict', 'The class was filed under a policy that this server does not know.', {
    zh: '该班次备案所依据的政策或培训种类不在本系统中，不能计算补贴。',
  });
}

function damaged(): AppError {
  return new AppError('conflict', 'The approved credit was changed in the store: restore it from a backup.', {
    zh: '核定的学时与签名不符，不能申请补贴，请从备份恢复。',
  });
}
