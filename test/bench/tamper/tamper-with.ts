import type { Seeded } from '../../fault/seeded.ts';
import type { Evidence } from './evidence.ts';
import { kinds } from './kinds.ts';
import type { Tampered } from './mutation.ts';
import { type Verdict, verifyFiles } from './verify-files.ts';

export interface Outcome {
  mutations: number;
  /** Not named as wrong, nor told of. */
  accepted: number;
  /** Named, but not by what is wrong. */
  misnamed: number;
  /** What proved nothing was changed: nothing may follow from it. */
  unchanged: number;
  readonly perKind: { [kind: string]: number };
  /** The first few failures, to be looked at. */
  readonly failures: { readonly kind: string; readonly number: number; readonly said: string }[];
}

const failuresKept = 20;
const weighted = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));

/** Tampers with the evidence `count` times, each time with the whole of it anew, and judges what the verifier says. */
export async function tamperWith(evidence: Evidence, count: number, random: Seeded): Promise<Outcome> {
  const outcome = noOutcome();
  while (outcome.mutations < count) {
    const { name, mutate } = random.pick(weighted);
    const tampered = await mutate(evidence, random);
    if (tampered) judge(outcome, name, tampered, evidence);
  }
  return outcome;
}

export function noOutcome(): Outcome {
  return { mutations: 0, accepted: 0, misnamed: 0, unchanged: 0, perKind: {}, failures: [] };
}

function judge(outcome: Outcome, kind: string, tampered: Tampered, evidence: Evidence): void {
  const verdict = verifyFiles(tampered.files, evidence.serverKey.publicKey);
  const fault = faultOf(verdict, tampered, evidence);
  if (tampered.expected.kind === 'unchanged') outcome.unchanged += 1;
  else {
    outcome.mutations += 1;
    outcome.perKind[kind] = (outcome.perKind[kind] ?? 0) + 1;
  }
  if (!fault) return;
  outcome[fault] += 1;
  if (outcome.failures.length >= failuresKept) return;
  const said = `${fault}: ${JSON.stringify(verdict.wrong.slice(0, 2))} ${JSON.stringify(verdict.counts)}`;
  outcome.failures.push({ kind, number: outcome.mutations, said });
}

function faultOf(
  verdict: Verdict,
  { expected, files }: Tampered,
  evidence: Evidence,
): 'accepted' | 'misnamed' | undefined {
  if (expected.kind === 'told') return expected.by(verdict) ? undefined : 'accepted';
  const [first] = verdict.wrong;
  if (expected.kind === 'unchanged') {
    const most = files.bundles.length === 0 ? 0 : evidence.honest.records;
    if (first) return 'misnamed';
    return verdict.counts.records > Math.max(most, itemCount(evidence)) ? 'accepted' : undefined;
  }
  if (!first) return 'accepted';
  const right = expected.as.some(
    ({ what, why = [] }) =>
      (typeof what === 'string' ? what === first.what : what.test(first.what)) &&
      (why.length === 0 || why.some((part) => first.why.includes(part))),
  );
  return right ? undefined : 'misnamed';
}

function itemCount({ pages }: Evidence): number {
  return Math.max(...pages.map(({ items }) => items.length));
}
