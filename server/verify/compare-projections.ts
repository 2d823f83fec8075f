import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import type { Projection } from '../ingest/project.ts';

/** True when the tables hold exactly the rows that the records explain. */
export function sameProjections(expected: readonly Projection[], found: readonly Projection[]): boolean {
  try {
    return textOf(expected) === textOf(found);
  } catch {
    // A row was edited to hold what no record can, such as an infinite number.
    return false;
  }
}

function textOf(projections: readonly Projection[]): string {
  return projections.map(canonicalJson).sort().join('\n');
}
