import { randomId } from '../../sync/base/ids.ts';
import { invalidField } from '../../sync/base/parse.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import type { ClaimFacts, MoneyDecision } from '../../sync/contract/claims.ts';
import { demandNoNumbers } from '../journal/no-numbers.ts';
import type { Context } from '../parts.ts';
import type { ClaimChange } from '../storage/claim-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { reckonAmounts, undecided } from './amounts.ts';
import { type Claim, type ClaimClass, gatherClaim, type MoneyWord } from './claim-class.ts';
import {
  alreadyThere,
  changedMeanwhile,
  refusedFor,
  staleCredit,
  unchosen,
  unknownReading,
  wrongState,
} from './claim-refusals.ts';
import { isStale } from './claim-view.ts';
import { firstDay, reckonClaim } from './reckon-claim.ts';
import { nameOf } from './registrations.ts';

interface Move {
  readonly classId: string;
  /** As it was seen by who moves it. */
  readonly revision: number;
  readonly by: Actor;
}

/** Begins a claim, or changes what was entered while it is the organiser's. */
export async function saveDraft(
  context: Context,
  move: Move & { readonly facts: ClaimFacts },
): Promise<void> {
  const about = await gatherClaim(context, move.classId);
  checkPersons(about, move.facts);
  checkEmployed(move.facts);
  const facts = JSON.stringify(move.facts);
  if (!about.claim) return begin(context, move, facts);
  const claim = requireClaim(about, move, ['draft', 'returned']);
  await write(context, move, { claim, change: { facts }, action: 'claim-changed', data: {} });
}

/** Hands a claim in: frozen as it is reckoned now. Throws `conflict` with the reasons when it cannot be. */
export async function submitClaim(context: Context, move: Move): Promise<void> {
  const about = await gatherClaim(context, move.classId);
  const claim = requireClaim(about, move, ['draft', 'returned']);
  const { reckoning, refusals } = reckonClaim(about.inputs);
  if (refusals.length > 0 || about.creditVersion === null) throw refusedFor(refusals);
  const { claimed, fen } = reckoning.totals;
  await write(context, move, {
    claim,
    change: {
      state: 'submitted',
      submitted: JSON.stringify(reckoning),
      submitted_at: context.clock.now(),
      credit_version: about.creditVersion,
      reason: null,
    },
    action: 'claim-submitted',
    data: { version: about.creditVersion, claimed, fen },
  });
}

/** Gives it back to the organiser with a reason. */
export async function returnClaim(context: Context, move: Move & { readonly reason: string }): Promise<void> {
  demandNoNumbers(move.reason);
  const about = await gatherClaim(context, move.classId);
  const claim = requireClaim(about, move, ['submitted']);
  const { reason } = move;
  const change = { state: 'returned', submitted: null, reason } as const;
  await write(context, move, { claim, change, action: 'claim-returned', data: { reason } });
}

/** A reviewer's choice among the readings of an ambiguous text, for all whom it concerns. */
export async function chooseReading(
  context: Context,
  move: Move & { readonly reading: string },
): Promise<void> {
  const about = await gatherClaim(context, move.classId);
  const claim = requireClaim(about, move, ['submitted']);
  const { reading } = move;
  if (!claim.submitted?.readings.some(({ code }) => code === reading)) throw unknownReading();
  const { rules, facts, readings: before } = about.inputs;
  const readings = [reading, ...before.filter((one) => one !== reading)];
  const forProjects = facts.class.forProjects ?? false;
  const reckoning = reckonAmounts(claim.submitted.rows, { rules, forProjects, readings });
  await write(context, move, {
    claim,
    change: { readings: JSON.stringify(readings), submitted: JSON.stringify(reckoning) },
    action: 'claim-reading-chosen',
    data: { reading, fen: reckoning.totals.fen },
  });
}

/** A reviewer finds it right. From now on its people count for repeats. */
export async function acceptClaim(context: Context, move: Move): Promise<void> {
  const about = await gatherClaim(context, move.classId);
  const claim = requireClaim(about, move, ['submitted']);
  if (isStale(about)) throw staleCredit();
  if (claim.submitted && undecided(claim.submitted) > 0) throw unchosen();
  const people = await context.stores.classes.people(move.classId);
  const idNumberOf = new Map(people.map(({ id, idNumber }) => [id, idNumber]));
  const { plan } = about.inputs;
  const { occupation, level = null } = plan;
  const claimed = (claim.submitted?.rows ?? [])
    .filter(({ blocks }) => blocks.length === 0)
    .map(({ person }) => ({
      ...{ claim: claim.id, person, idNumber: idNumberOf.get(person) ?? '' },
      ...{ day: firstDay(plan), occupation, level },
    }));
  await write(context, move, {
    claim,
    change: { state: 'accepted', decided_at: context.clock.now() },
    action: 'claim-accepted',
    data: { claimed: claimed.length, fen: claim.submitted?.totals.fen ?? null },
    also: ({ claims }) => claims.addClaimed(claimed),
  });
}

/** 联合财政部门 decides about the money. Who is refused counts for no repeat. */
export async function decideMoney(
  context: Context,
  move: Move & Pick<MoneyDecision, 'verdict' | 'reason'>,
): Promise<void> {
  const { verdict, reason = null, by } = move;
  if (verdict === 'refused' && reason === null) {
    throw invalidField('claim', 'reason', 'is missing: a refusal needs one', '缺失：不予拨付须说明理由');
  }
  demandNoNumbers(reason ?? '');
  const about = await gatherClaim(context, move.classId);
  const claim = requireClaim(about, move, ['accepted']);
  if (verdict === 'granted' && isStale(about)) throw staleCredit();
  const fen = verdict === 'granted' ? (claim.submitted?.totals.fen ?? null) : 0;
  const money: MoneyWord = { verdict, fen, by: nameOf(by), at: context.clock.now(), reason };
  await write(context, move, {
    claim,
    change: { state: 'money-decided', money: JSON.stringify(money) },
    action: 'claim-money-decided',
    data: { verdict, fen, version: claim.creditVersion, ...(reason !== null && { reason }) },
    also: async ({ claims }) => {
      if (verdict === 'refused') await claims.dropClaimed(claim.id);
    },
  });
}

async function begin(context: Context, { classId, revision, by }: Move, facts: string): Promise<void> {
  const { database, clock, serverKey } = context;
  const [id, at] = [randomId('clm'), clock.now()];
  if (revision !== 0) throw changedMeanwhile();
  await inTransaction(database, async ({ claims, journal }) => {
    if (await claims.ofClass(classId)) throw alreadyThere();
    const none = { submitted: null, money: null, reason: null, submitted_at: null, decided_at: null };
    const first = { state: 'draft', revision: 1, credit_version: 0, readings: '[]' };
    await claims.add({ id, class_id: classId, facts, made_at: at, ...first, ...none });
    await journal.append({ at, by, action: 'claim-begun', class: classId, data: { claim: id } }, serverKey);
  });
}

interface Writing {
  readonly claim: Claim;
  readonly change: ClaimChange;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly also?: (stores: Stores) => Promise<void>;
}

async function write(context: Context, { classId, revision, by }: Move, writing: Writing): Promise<void> {
  const { database, clock, serverKey } = context;
  const { claim, change, action, data, also } = writing;
  await inTransaction(database, async (stores) => {
    if (!(await stores.claims.change(claim.id, revision, change))) throw changedMeanwhile();
    await also?.(stores);
    const deed = { at: clock.now(), by, action, class: classId, data: { claim: claim.id, ...data } };
    await stores.journal.append(deed, serverKey);
  });
}

function requireClaim({ claim }: ClaimClass, { revision }: Move, states: readonly Claim['state'][]): Claim {
  if (!claim || !states.includes(claim.state)) throw wrongState();
  if (claim.revision !== revision) throw changedMeanwhile();
  return claim;
}

function checkPersons({ inputs }: ClaimClass, { persons }: ClaimFacts): void {
  const known = new Set(inputs.trainees.map(({ person }) => person));
  for (const [index, { person }] of persons.entries()) {
    if (known.delete(person)) continue;
    const field = `facts.persons[${index}].person`;
    throw invalidField(
      'claim',
      field,
      'is no trainee of the class, or stands twice',
      '不是本班学员，或重复出现',
    );
  }
}

function checkEmployed({ class: { employed } }: ClaimFacts): void {
  if (employed === undefined || employed.people <= employed.of) return;
  const zh = '就业人数不得多于培训人数';
  throw invalidField('claim', 'facts.class.employed', 'has more people employed than there were', zh);
}
