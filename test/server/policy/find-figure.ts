import { parseCertificateNumber } from '../../../server/policy/certificate-number.ts';
import { moneyFigures } from '../../../server/policy/money/all-figures.ts';
import { findProfile } from '../../../server/policy/profiles.ts';
import type { Figure, Source, TrainingRules } from '../../../sync/contract/policy.ts';
import type { DemandedFigure } from './demanded-figures.ts';

/** What the product says where a figure is demanded: a value with its source, several where a step has several. */
interface Said {
  readonly value: unknown;
  readonly source: Source | null;
}

/** Why the product does not hold a demanded figure under its clause; undefined when it does. */
export function problemOf(demand: DemandedFigure): string | undefined {
  if (demand.at === 'number') return numberProblem(demand);
  if (demand.at.startsWith('money:')) {
    const name = `${demand.profile}/${demand.at.slice('money:'.length)}`;
    const figure = moneyFigures.get(name);
    return figure ? mismatch(demand, [figure]) : `${name} is not there`;
  }
  const types = findProfile(demand.profile)?.types.filter(
    ({ name }) => demand.type === '*' || name === demand.type,
  );
  if (!types || types.length === 0) return `there is no type ${demand.type} in ${demand.profile}`;
  const problems = types.flatMap((rules) => {
    const problem = mismatch(demand, saidBy(rules, demand.at));
    return problem === undefined ? [] : [`${rules.name}: ${problem}`];
  });
  return problems.length > 0 ? problems.join('; ') : undefined;
}

function saidBy(rules: TrainingRules, at: string): readonly Said[] {
  const [kind, code] = at.split(':');
  if (kind === 'duty') return rules.duties.filter((duty) => duty.code === code).map(there);
  if (kind === 'condition') return rules.conditions.filter((c) => c.code === code).map(there);
  if (kind === 'deadline')
    return rules.deadlines.filter(({ step }) => step === code).map(({ limit }) => limit);
  const figure = rules[at as keyof TrainingRules] as Figure<unknown> | null;
  if (figure === null) return [{ value: null, source: null }];
  const value = Array.isArray(figure.value) ? figure.value.length : figure.value;
  return [{ value, source: figure.source }];
}

const there = ({ source }: { readonly source: Source }): Said => ({ value: undefined, source });

function mismatch({ value, clause }: DemandedFigure, said: readonly Said[]): string | undefined {
  const right = said.some((one) => isAsDemanded(value, one.value) && clauseOf(one.source) === clause);
  return right ? undefined : `says ${JSON.stringify(said)}`;
}

function isAsDemanded(wanted: unknown, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === value;
  if (typeof value !== 'object' || value === null) return false;
  const held = value as Record<string, unknown>;
  return Object.entries(wanted).every(([name, part]) => JSON.stringify(held[name]) === JSON.stringify(part));
}

const clauseOf = (source: Source | null): string | null => (source?.kind === 'clause' ? source.clause : null);

function numberProblem({ value, profile }: DemandedFigure): string | undefined {
  const forms = findProfile(profile)?.types.flatMap(({ certificate }) => certificate?.value.form ?? []) ?? [];
  return forms.some((form) => parseCertificateNumber(form, String(value))) ? undefined : 'is no number of it';
}
