import type { Statement } from '../../sync/contract/statements.ts';
import { readStatement } from './read-statement.ts';

/** A plan of a hundred periods takes 40 KB, and three times that when it is read. */
const mostKept = 1_000;
const read = new Map<string, Statement<'plan'> | undefined>();

/** As `readStatement`: the wall asks for every plan every few seconds, and the same text is the same plan. */
export function readPlan(text: string): Statement<'plan'> | undefined {
  if (read.has(text)) return read.get(text);
  const plan = readStatement('plan', text);
  const [oldest] = read.keys();
  if (read.size >= mostKept && oldest !== undefined) read.delete(oldest);
  read.set(text, plan);
  return plan;
}
