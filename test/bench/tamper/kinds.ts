import * as records from './forged-records.ts';
import * as statements from './forged-statements.ts';
import * as history from './forked-history.ts';
import * as lines from './line-mutations.ts';
import type { Mutator } from './mutation.ts';
import * as pages from './page-mutations.ts';
import * as text from './text-mutations.ts';

const { edited: _edited, ...ofStatements } = statements;

/** Every way in which evidence is tampered with, by its name, and how often each is chosen beside the others. */
export const kinds: readonly { readonly name: string; readonly mutate: Mutator; readonly weight: number }[] =
  [
    ...named(text, 4),
    ...named(lines, 1),
    ...named(records, 1),
    ...named(ofStatements, 2),
    ...named(pages, 2),
    ...named(history, 1),
  ];

function named(mutators: { readonly [name: string]: Mutator }, weight: number) {
  return Object.entries(mutators).map(([name, mutate]) => ({ name, mutate, weight }));
}
