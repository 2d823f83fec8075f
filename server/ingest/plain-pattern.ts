import type { TSchema } from 'typebox';

/** What of JSON Schema the fields of a record's envelope are made of. */
interface Known {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Known[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** No reader rounds a number of so many. */
const sureDigits = 15;
/** What stands for itself in a JSON string, one code unit each. */
const plain = String.raw`[^"\\\u0000-\u001f\ud800-\udfff]`;

/**
 * A pattern (for RegExp) of canonical texts of `schema`'s values: of none but those, and of most. Left out are strings
 * with an escape or a surrogate and numbers of more than 15 digits. A string is captured as `name`. Throws for a
 * schema of other things than strings, counts, literals and null.
 */
export function plainPattern(name: string, schema: TSchema): string {
  return patternOf(name, schema as Known);
}

function patternOf(name: string, schema: Known): string {
  if (schema.anyOf) return `(?:${schema.anyOf.map((one) => patternOf(name, one)).join('|')})`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === 'null') return 'null';
  if (schema.type === 'string') return `"(?<${name}>${stringPattern(schema)})"`;
  if (schema.type === 'integer' && isCount(schema)) return `(?:0|[1-9][0-9]{0,${sureDigits - 1}})`;
  throw new Error(`no pattern is known for ${name}`);
}

function stringPattern({ pattern, minLength = 0, maxLength }: Known): string {
  return pattern === undefined ? `${plain}{${minLength},${maxLength ?? ''}}` : pattern.slice(1, -1);
}

function isCount({ minimum, maximum = Number.POSITIVE_INFINITY }: Known): boolean {
  return minimum === 0 && maximum >= 10 ** sureDigits;
}
