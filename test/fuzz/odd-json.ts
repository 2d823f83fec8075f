import fc from 'fast-check';

/** Values that no field expects, or only just: wrong types, huge numbers, deep nesting, lone surrogates, long texts. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    0.5,
    -0,
    1e308,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 63),
    8_640_000_000_000_001,
    '',
    ' ',
    '\ud800',
    'x\udfff',
    '\u0000',
    '0',
    '1',
    '00',
    '-1',
    '9'.repeat(19),
    '9'.repeat(400),
    '1e3',
    'SM2-SM3',
    'Ed25519',
    'ES256',
    'none',
    'a'.repeat(200),
    'a'.repeat(201),
    '学'.repeat(5_000),
    'A'.repeat(86),
    '__proto__',
    '../../etc/passwd',
    "' OR 1=1 --",
    '%00',
    '𝒳',
    [],
    {},
    [[]],
    [null],
    nested(40),
    nested(400),
    own('__proto__', { admin: true }),
    own('toString', 1),
    { length: 2 ** 31 },
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.maxSafeInteger(),
);

interface Edit {
  readonly where: number;
  readonly how: 'replace' | 'drop' | 'add' | 'double';
  readonly name: string;
  readonly value: unknown;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  where: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'double'),
  name: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'extra', 'v', 'seq', 'toString', ''),
    fc.string(),
  ),
  value: oddValue,
});

/** One to three edits, to be applied to a value that is right. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { minLength: 1, maxLength: 3 });

/** What may come as a body: JSON of any kind, and text that is none. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  oddValue.map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '{',
    '[1,',
    '{"__proto__":{"a":1}}',
    '{"a":1,"a":2}',
    '[['.repeat(5_000),
    'null',
    wrapped('[', ']', 30_000),
    wrapped('{"a":', '}', 10_000),
    JSON.stringify('a'.repeat(70_000)),
    '\uFEFF{}',
    '{"head":null,"records":[]}',
  ),
);

/** Any body, or one of these with edits. */
export function bodyLike(...wholes: unknown[]): fc.Arbitrary<string> {
  const edited = fc
    .tuple(fc.constantFrom(...wholes), edits)
    .map(([whole, changes]) => JSON.stringify(withEdits(whole, changes)) ?? '');
  return fc.oneof({ arbitrary: anyBody, weight: 1 }, { arbitrary: edited, weight: 4 });
}

/** What may stand in an address. */
export const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '.',
    '..',
    '%00',
    '%2e%2e',
    'dev_x',
    'null',
    '__proto__',
    'a'.repeat(300),
    '学',
    "'--",
  ),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** A changed copy; the value itself stays. */
export function withEdits(value: unknown, changes: readonly Edit[]): unknown {
  let copy: unknown = structuredClone(value);
  for (const change of changes) copy = withEdit(copy, change);
  return copy;
}

function withEdit(root: unknown, { where, how, name, value: given }: Edit): unknown {
  // Edits that follow change what this one put there: a value serves many cases.
  const value = isObject(given) ? structuredClone(given) : given;
  const holder = { root };
  const places = placesIn(holder);
  const { parent, key } = places[where % places.length] as Place;
  const target = parent[key];
  if (how === 'replace') set(parent, key, value);
  if (how === 'drop' && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (how === 'drop' && parent !== holder) delete parent[key];
  if (how === 'add' && isObject(target) && !Array.isArray(target)) set(target, name, value);
  if (how === 'double' && Array.isArray(parent)) parent.push(target);
  return holder.root;
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: object, places: Place[] = []): Place[] {
  const parent = value as Record<string, unknown>;
  for (const key of Object.keys(parent)) {
    places.push({ parent, key });
    const child = parent[key];
    if (isObject(child)) placesIn(child, places);
  }
  return places;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** An own property, be its name `__proto__`. */
function set(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function own(key: string, value: unknown): object {
  const target = {};
  set(target, key, value);
  return target;
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { deep: nested(depth - 1) };
}

/** JSON that is deeper than a walk by recursion can go, in less than the kiosk's 64 KiB. */
function wrapped(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}
