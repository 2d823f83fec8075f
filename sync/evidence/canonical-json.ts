/** Objects and arrays within each other, counted from the outermost. Real records have five. */
const deepest = 32;

/**
 * RFC 8785 (JCS) text of a value: keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes
 * them, no white space. Throws TypeError for what JSON cannot carry (NaN, undefined, lone surrogates), and for
 * more than 32 objects and arrays within each other: what one reader can walk, every reader must be able to.
 */
export function canonicalJson(value: unknown): string {
  return isInOrder(value, 1) ? JSON.stringify(value) : textOf(value, 1);
}

/** True for what JSON.stringify writes in canonical form by itself, such as all that was read from canonical text. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object' || depth > deepest) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
  let last = '';
  // Not Object.entries: its arrays took twice the time of all the rest.
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (key < last || !key.isWellFormed() || !isInOrder(inner, depth + 1)) return false;
    last = key;
  }
  return true;
}

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      return canonicalNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : textOfObject(value, depth);
    default:
      throw new TypeError(`canonical JSON cannot carry a ${typeof value}`);
  }
}

function textOfObject(value: object, depth: number): string {
  if (depth > deepest) throw new TypeError(`canonical JSON is at most ${deepest} levels deep`);
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, depth + 1)).join(',')}]`;
  let text = '';
  for (const key of sortedKeys(value as Record<string, unknown>)) {
    const comma = text === '' ? '{' : ',';
    text += `${comma}${canonicalString(key)}:${textOf((value as Record<string, unknown>)[key], depth + 1)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function sortedKeys(value: Record<string, unknown>): readonly string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  }
  return keys;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonical JSON cannot carry NaN or Infinity');
  return JSON.stringify(value);
}

/** What needs no escape, and holds no surrogate. */
const plain = /^[ !#-[\]-~]*$/;

function canonicalString(value: string): string {
  if (plain.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new TypeError('canonical JSON cannot carry a lone surrogate');
  return JSON.stringify(value);
}
