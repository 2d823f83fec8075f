/** Objects and arrays within each other, counted from the outermost, as `canonicalJson` has it. */
const deepest = 32;
const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The place after a value; undefined where only a reader can tell what stands there. */
type End = number | undefined;

/**
 * Where the object ends that begins at `at` (the place after its brace), if it is in canonical form and plain: without
 * escapes and surrogates. Undefined for all else, right or wrong; `canonicalJson` knows. Nothing is made of what it
 * holds, which takes a quarter of the time of reading and writing it. `depth`: the object's own, 1 for the outermost.
 */
export function endOfPlainObject(text: string, at: number, depth: number): End {
  if (depth > deepest || text.charCodeAt(at) !== openBrace) return undefined;
  if (text.charCodeAt(at + 1) === closeBrace) return at + 2;
  let last: string | undefined;
  for (let from = at + 1; ; from += 1) {
    const afterKey = endOfString(text, from);
    if (afterKey === undefined || text.charCodeAt(afterKey) !== colon) return undefined;
    const key = text.slice(from + 1, afterKey - 1);
    if (last !== undefined && key <= last) return undefined;
    last = key;
    const end = endOfValue(text, afterKey + 1, depth + 1);
    if (end === undefined) return undefined;
    if (text.charCodeAt(end) === closeBrace) return end + 1;
    if (text.charCodeAt(end) !== comma) return undefined;
    from = end;
  }
}

function endOfArray(text: string, at: number, depth: number): End {
  if (depth > deepest) return undefined;
  if (text.charCodeAt(at + 1) === closeBracket) return at + 2;
  for (let from = at + 1; ; from += 1) {
    const end = endOfValue(text, from, depth + 1);
    if (end === undefined) return undefined;
    if (text.charCodeAt(end) === closeBracket) return end + 1;
    if (text.charCodeAt(end) !== comma) return undefined;
    from = end;
  }
}

/** `depth`: the value's own, if it is an object or an array. */
function endOfValue(text: string, at: number, depth: number): End {
  switch (text.charCodeAt(at)) {
    case quote:
      return endOfString(text, at);
    case openBrace:
      return endOfPlainObject(text, at, depth);
    case openBracket:
      return endOfArray(text, at, depth);
    default:
      return endOfCount(text, at) ?? endOfWord(text, at) ?? endOfNumber(text, at);
  }
}

function endOfString(text: string, at: number): End {
  if (text.charCodeAt(at) !== quote) return undefined;
  for (let i = at + 1; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === quote) return i + 1;
    if (unit < 0x20 || unit === backslash || (unit >= 0xd800 && unit <= 0xdfff)) return undefined;
  }
  return undefined;
}

/** More digits than this, and a reader may round. */
const sureDigits = 15;

/** Nearly all numbers are whole. */
function endOfCount(text: string, at: number): End {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end += 1;
  const digits = end - at;
  if (digits === 0 || digits > sureDigits || (digits > 1 && text.charCodeAt(at) === zero)) return undefined;
  return '.eE'.includes(text[end] ?? ',') ? undefined : end;
}

function isDigit(unit: number): boolean {
  return unit >= zero && unit <= nine;
}

function endOfWord(text: string, at: number): End {
  for (const word of ['null', 'true', 'false']) if (text.startsWith(word, at)) return at + word.length;
  return undefined;
}

const number = /-?\d[\d.eE+-]*/y;

/** A number has one canonical spelling: ECMAScript's own. */
function endOfNumber(text: string, at: number): End {
  number.lastIndex = at;
  const [written] = number.exec(text) ?? [];
  return written !== undefined && JSON.stringify(Number(written)) === written
    ? at + written.length
    : undefined;
}
