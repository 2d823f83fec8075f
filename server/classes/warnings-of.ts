import type { FilingContent, FilingPerson } from '../../sync/contract/filing.ts';
import type { FilingWarning } from '../../sync/contract/filing-review.ts';
import type { PolicyWarning, TrainingRules } from '../../sync/contract/policy.ts';
import { groupBy } from '../group-by.ts';
import type { Context } from '../parts.ts';
import { civilDayOf } from '../policy/civil-day.ts';
import { eligibilityWarnings } from '../policy/eligibility.ts';
import { filingWarnings } from '../policy/filing-warnings.ts';
import { outOfForce } from '../policy/in-force.ts';
import { findProfile } from '../policy/profiles.ts';
import type { FiledTraining } from '../storage/class-store.ts';
import type { Filing } from '../storage/filing-rows.ts';
import { deviceWarnings } from './device-warnings.ts';
import { rowEn, rowZh } from './filing-problem.ts';
import { isIdNumber, normaliseIdNumber } from './id-number.ts';
import { laxRules } from './lax-rules.ts';

/** The same said of more people than this is said once. */
const mostAlike = 3;

/** What the bureau should look at in a filing, each with the clause that it rests on. Nothing here blocks it. */
export async function warningsOf(context: Context, filing: Filing): Promise<readonly FilingWarning[]> {
  const { content } = filing;
  const { stores, clock } = context;
  const profile = findProfile(content.profile, content.profileVersion);
  const rules = profile?.types.find(({ name }) => name === content.trainingKind);
  const ofKiosks = await deviceWarnings(stores, content, rules);
  const devices = [...laxRules(content), ...ofKiosks];
  if (!profile || !rules) return devices;

  const filedDay = civilDayOf(filing.submittedAt ?? clock.now());
  const count = (role: FilingPerson['role']) => content.people.filter((one) => one.role === role).length;
  const ofClass = filingWarnings({
    rules,
    calendar: await stores.calendar.whole(),
    ...{ filedDay, periods: content.periods, periodMinutes: content.periodMinutes },
    ...{ trainees: count('trainee'), classAdmins: count('class-admin'), recording: content.recording },
    ...(rules.mostClassesAYear && { classesThisYear: await classesThisYear(stores, filing) }),
  });
  const history = await stores.classes.trainingsOf(numbersOf(content), filing.classId);
  // Days before class are for its first filing; whether a change is late is for `planDifference` to say.
  const kept = ofClass.filter(({ code }) => !(filing.isChange && code.startsWith('filed-')));
  const stale = outOfForce(
    profile,
    content.periods.map(({ day }) => day),
  );
  return [...[...stale, ...kept].map(ofWhole), ...personWarnings(content, rules, history), ...devices];
}

/** Of this organiser and this training type, this one among them. */
async function classesThisYear({ classes }: Context['stores'], filing: Filing): Promise<number> {
  const { organiserId, classId, content } = filing;
  const year = content.periods
    .map(({ day }) => day)
    .sort()[0]
    ?.slice(0, 4);
  const plans = (await classes.ofOrganiser(organiserId)).map(({ body }) => body);
  const others = plans.filter(({ class: id, trainingKind, periods }) => {
    const isOther = id !== classId && trainingKind === content.trainingKind;
    return isOther && periods[0]?.day.slice(0, 4) === year;
  });
  return others.length + 1;
}

function numbersOf({ people }: FilingContent): string[] {
  const trainees = people.filter(({ role }) => role === 'trainee');
  return trainees.map(({ idNumber }) => normaliseIdNumber(idNumber)).filter(isIdNumber);
}

const ofWhole = (warning: PolicyWarning): FilingWarning => ({ ...warning, where: null });

function personWarnings(
  content: FilingContent,
  rules: TrainingRules,
  history: readonly FiledTraining[],
): FilingWarning[] {
  const classStart = content.periods.map(({ day }) => day).sort()[0];
  if (classStart === undefined) return [];
  const earlier = groupBy(history, ({ idNumber }) => idNumber);
  const { occupation, level = null } = content;
  const warnings = content.people.flatMap((person, index) => {
    const idNumber = normaliseIdNumber(person.idNumber);
    if (person.role !== 'trainee' || !isIdNumber(idNumber)) return [];
    const { contractFrom: signed, contractTo: ends = null } = person.details ?? {};
    const contract = signed === undefined ? undefined : { signed, ends };
    const facts = { rules, idNumber, contract, classStart, occupation, level };
    const found = eligibilityWarnings({ ...facts, history: earlier.get(idNumber) ?? [] });
    return found.map((warning) => ({ warning, person, index }));
  });
  const alike = groupBy(warnings, ({ warning }) => `${warning.code}\n${warning.text}`);
  return [...alike.values()].flatMap((group) =>
    group.length > mostAlike ? [ofMany(group)] : group.map(ofPerson),
  );
}

interface Found {
  readonly warning: PolicyWarning;
  readonly person: FilingPerson;
  readonly index: number;
}

function ofPerson({ warning, person: { from }, index }: Found): FilingWarning {
  return {
    ...warning,
    field: `people[${index}]`,
    where: from ?? null,
    text: `${rowZh(index, from)} ${warning.text}`,
    textEn: `${rowEn(index, from)}: ${warning.textEn}`,
  };
}

function ofMany(group: readonly Found[]): FilingWarning {
  const { warning } = group[0] as Found;
  const sheet = group[0]?.person.from?.sheet ?? '';
  const rows = group.map(({ person, index }) => person.from?.line ?? index + 1);
  const few = `${rows.slice(0, 10).join('、')}${rows.length > 10 ? '…' : ''}`;
  return {
    ...warning,
    field: 'people',
    where: null,
    text: `${warning.text}共 ${rows.length} 人：${sheet}${sheet && ' '}第 ${few} 行`,
    textEn: `${warning.textEn} ${rows.length} people: rows ${few.replaceAll('、', ', ')}`,
  };
}
