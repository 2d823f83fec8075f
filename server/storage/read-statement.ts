import { isOf } from '../../sync/base/parse.ts';
import { type Statement, type StatementKind, signedStatements } from '../../sync/contract/statements.ts';

/**
 * A stored statement's text, when it is still of its kind's shape. Whether it is still the one that we signed is
 * for `openStatement` to say.
 */
export function readStatement<K extends StatementKind>(
  kind: K,
  text: string | null,
): Statement<K> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isOf(signedStatements[kind], value) ? (value as unknown as Statement<K>) : undefined;
  } catch {
    return undefined;
  }
}
