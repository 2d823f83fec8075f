/** Objects and arrays within each other, counted from the outermost. Real records have five. */
const deepest = 32;

/**
 * RFC 8785 (JCS) text of a value: keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes
 * them, no white space. Throws TypeError for what JSON cannot carry (NaN, undefined, lone surrogates), and for
 * more than 32 objects and arrays within each other: what one reader can walk, every reader must be able to.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value, 1);
}

function textOf(value: unknown, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value !== 'object') throw new TypeError(`canonical JSON cannot carry a ${typeof value}`);
  if (depth > deepest) throw new TypeError(`canonical JSON is at most ${deepest} levels deep`);
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, depth + 1)).join(',')}]`;
  return canonicalObject(value as Record<string, unknown>, depth);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonical JSON cannot carry NaN or Infinity');
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonical JSON cannot carry a lone surrogate');
  return JSON.stringify(value);
}

function canonicalObject(value: Record<string, unknown>, depth: number): string {
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${canonicalString(key)}:${textOf(value[key], depth + 1)}`);
  return `{${parts.join(',')}}`;
}
