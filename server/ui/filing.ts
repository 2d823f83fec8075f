/** What a pasted or uploaded filing turned out to be, before the server sees it. */
export type FilingText =
  | { readonly kind: 'empty' }
  /** `line` (from 1) where the browser's parser says it. */
  | { readonly kind: 'broken'; readonly line: number | null }
  | { readonly kind: 'not-an-object' }
  | { readonly kind: 'filing'; readonly value: object };

export function readFiling(text: string): FilingText {
  if (text.trim() === '') return { kind: 'empty' };
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { kind: 'filing', value } : { kind: 'not-an-object' };
  } catch (error) {
    return { kind: 'broken', line: brokenLine(text, String(error)) };
  }
}

/** V8 and Firefox name the place in different words, and for short texts V8 names none. */
function brokenLine(text: string, message: string): number | null {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position ? lineOf(text, Number(position)) : null;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** `periods[3].endAt`, `/periods/3/endAt` → `['periods', '3', 'endAt']` */
const stepsOf = (field: string): readonly string[] => field.split(/[.[\]/]+/).filter((step) => step !== '');

/** Tokens of JSON: strings, punctuation, and everything else that is no space. */
const tokenPattern = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Line (from 1) on which the field stands in JSON text; where the path leaves the text (a field that is
 * missing), the line of the deepest part that is there. Null when not even the first step is found.
 */
export function lineOfField(text: string, field: string): number | null {
  const wanted = stepsOf(field);
  const open: { readonly isArray: boolean; key: string }[] = [];
  let depth = 0;
  let offset: number | null = null;
  let previous = '';
  const reached = (at: number): void => {
    const path = open.map((level) => level.key);
    const matches = path.length <= wanted.length && path.every((key, i) => key === wanted[i]);
    if (matches && path.length > depth) [depth, offset] = [path.length, at];
  };
  for (const match of text.matchAll(tokenPattern)) {
    const token = match[0];
    const level = open.at(-1);
    if (level?.isArray && (previous === '[' || previous === ',') && token !== ']') reached(match.index);
    if (token === '{') open.push({ isArray: false, key: '' });
    else if (token === '[') open.push({ isArray: true, key: '0' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && level?.isArray) level.key = String(Number(level.key) + 1);
    else if (level && !level.isArray && (previous === '{' || previous === ',')) {
      level.key = JSON.parse(token);
      reached(match.index);
    }
    previous = token;
  }
  return offset === null ? null : lineOf(text, offset);
}
