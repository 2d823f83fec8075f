import { type DemandedFigure, demandedFigures, titleOf } from '../server/policy/demanded-figures.ts';
import { problemOf } from '../server/policy/find-figure.ts';
import type { Bench } from './bench.ts';
import { passedTests } from './rules/passed-tests.ts';
import { notInTexts, quotedPhrases } from './rules/quoted-phrases.ts';

const tests = 'test/server/policy/demanded-figures.test.ts';

/**
 * How many of the demanded figures the product holds under their clause, and a passing test names; the others are
 * listed. `--policies DIR`: also whether every quoted phrase stands in the policy texts of that folder.
 */
export const bench: Bench = async (options) => {
  const passed = await passedTests(tests);
  const missing = demandedFigures.filter(
    (demand) => problemOf(demand) !== undefined || !passed.has(titleOf(demand)),
  );
  const folder = options.includes('--policies') ? options[options.indexOf('--policies') + 1] : undefined;
  const phrases = quotedPhrases();
  const notFound = folder === undefined ? [] : notInTexts(phrases, folder);
  printClauses(missing);
  for (const { profile, clause, phrase } of notFound) {
    console.log(`not in the text: ${profile} ${clause} 「${phrase}」`);
  }
  const figures = {
    demanded: demandedFigures.length,
    covered: demandedFigures.length - missing.length,
    missing: missing.length,
    clauses: clausesOf(demandedFigures).length,
    clausesCovered: clausesOf(demandedFigures.filter((demand) => !missing.includes(demand))).length,
    phrases: phrases.length,
  };
  return {
    figures: { ...figures, ...(folder !== undefined && { phrasesNotFound: notFound.length }) },
    targets: { missing: 0, ...(folder !== undefined && { phrasesNotFound: 0 }) },
  };
};

function printClauses(missing: readonly DemandedFigure[]): void {
  for (const profile of new Set(demandedFigures.map((demand) => demand.profile))) {
    const of = demandedFigures.filter((demand) => demand.profile === profile);
    const covered = of.filter((demand) => !missing.includes(demand));
    console.log(
      `${profile}: ${covered.length} of ${of.length} figures, ${clausesOf(covered).length} of ${clausesOf(of).length} clauses`,
    );
  }
  for (const demand of missing) {
    console.log(`not covered: ${titleOf(demand)} ${problemOf(demand) ?? '(no passing test)'}`);
  }
}

function clausesOf(demands: readonly DemandedFigure[]): readonly string[] {
  return [
    ...new Set(demands.flatMap(({ profile, clause }) => (clause === null ? [] : [`${profile} ${clause}`]))),
  ];
}
