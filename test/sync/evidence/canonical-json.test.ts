import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';

test('RFC 8785 §3.2.3: keys are sorted by UTF-16 code units', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(Object.values(JSON.parse(canonicalJson(value)))).toHaveLength(7);
  expect(canonicalJson(value)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  );
});

test('RFC 8785 §3.2.2: numbers and strings as ECMAScript writes them', () => {
  const value = {
    // biome-ignore lint/correctness/noPrecisionLoss: the vector of RFC 8785 loses precision on purpose
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
    string: '\u20ac$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [undefined], ['\ud800'], [{ a: undefined }], [10n]])(
  'refuses %s, which JSON cannot carry',
  (value) => expect(() => canonicalJson(value)).toThrow(TypeError),
);

test('reading the text back and writing it again gives the same text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test.each([32, 33, 100_000])(
  'an array %i levels deep is written to level 32, and refused deeper',
  (depth) => {
    const text = '['.repeat(depth) + ']'.repeat(depth);
    const write = () => canonicalJson(JSON.parse(text));
    if (depth <= 32) expect(write()).toBe(text);
    else expect(write).toThrow(TypeError);
  },
);

test('objects count as levels like arrays', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
  expect(canonicalJson(nested(32))).toBe(`${'{"a":'.repeat(32)}1${'}'.repeat(32)}`);
  expect(() => canonicalJson(nested(33))).toThrow(TypeError);
});
