import { AppError } from '../../sync/base/errors.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import { rulesOf } from '../policy/profiles.ts';
import { seamShare } from '../review/coverage.ts';
import { findPlan } from '../review/find-class.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { Stores } from '../storage/stores.ts';
import { segmentsMeetMs } from './defaults.ts';
import { inputActions } from './entries.ts';
import type { CheckInFact, CreditFacts } from './facts.ts';
import { elsewhereFacts } from './gather-elsewhere.ts';
import { enrolmentFacts, heldFacts, refOf } from './gather-records.ts';
import { roomFacts } from './gather-room.ts';
import { readEntries } from './read-entries.ts';

/**
 * All that the credit of a class is judged from, in a fixed number of queries. `stores`: those of a transaction, where
 * one is open. Throws `not_found`, and `conflict` when plan, policy or journal cannot be read.
 */
export async function gatherFacts(context: Context, classId: string, stores: Stores): Promise<CreditFacts> {
  const plan = await findPlan({ ...context, stores }, classId);
  const found = rulesOf(plan);
  if (!found) throw unknownPolicy(plan);
  const { creditFacts: store } = stores;
  const { publicKey } = context.serverKey;
  return {
    plan,
    planBefore: await planBeforeLateChange(stores, plan, publicKey),
    profile: found.profile,
    rules: found.rules,
    now: context.clock.now(),
    heardAt: await store.heardAt(plan.devices, await stores.records.devices(classId)),
    checkIns: (await store.checkIns(classId)).flatMap(toCheckIn),
    heldCheckIns: heldFacts(await store.heldCheckIns(classId, mostHeld)),
    enrolments: enrolmentFacts(await store.enrolments(classId)),
    film: await store.film(classId, { mostMs: segmentsMeetMs, share: seamShare }),
    ...(await roomFacts(store, plan, context.clock.now())),
    elsewhere: await elsewhereFacts(stores, classId, publicKey),
    ...readEntries(await store.entries(classId, inputActions), publicKey),
  };
}

/** Somebody may send as many as they like; a class has a hundred times fewer. */
const mostHeld = 20_000;

type CheckInRow = Awaited<ReturnType<Stores['creditFacts']['checkIns']>>[number];

function toCheckIn(row: CheckInRow): readonly CheckInFact[] {
  const { person, session, direction, at, earliestAt, latestAt, sign } = row;
  if (person === null || session === null || direction === null) return [];
  const timeProven = earliestAt !== null && latestAt !== null && sign === null;
  return [{ person, session, direction, at, timeProven, record: refOf(row) }];
}

/** The plan that stood before the first change that came after what it changed. */
async function planBeforeLateChange(
  { classes, filings }: Stores,
  plan: ClassPlan,
  publicKey: string,
): Promise<ClassPlan | undefined> {
  const late = (await filings.planChanges(plan.class)).find(({ isLate }) => isLate);
  if (!late) return undefined;
  const stored = (await classes.versions(plan.class)).find(({ version }) => version === late.beforeVersion);
  const statement = openStatement('plan', readStatement('plan', stored?.statement ?? null), publicKey);
  if (statement?.body.class === plan.class) return statement.body;
  throw new AppError('conflict', 'An earlier plan of the class was changed in the store.', {
    zh: '服务器上该班较早的备案计划被改动，学时无法认定，请从备份恢复。',
  });
}

function unknownPolicy({ profile, trainingKind }: ClassPlan): AppError {
  return new AppError(
    'conflict',
    `No policy here is ${profile} with the training kind ${trainingKind}: file the class under one that is.`,
    { zh: `没有名为“${profile}”的政策或其中没有“${trainingKind}”，学时无法认定，请更正备案。` },
  );
}
