import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { endOfPlainObject } from '../../../sync/evidence/plain-json.ts';

const isTaken = (text: string) => endOfPlainObject(text, 0, 1) === text.length;

/** What its canonical text says is what was asked; `undefined` when the text is not canonical, or no JSON. */
function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

describe('plain canonical text', () => {
  test.each([
    '{}',
    '{"a":null,"b":[],"c":[1,-2,0.5,1e+30,{}],"d":{"":"","e":true},"é":"课勤 €","f":false}'.replace(
      '"é":"课勤 €","f":false',
      '"f":false,"é":"课勤 €"',
    ),
    `{"a":${'['.repeat(31)}${']'.repeat(31)}}`,
    '{"10":1,"9":2}',
    '{"a":999999999999999,"b":9007199254740991}',
  ])('is taken: %s', (text) => expect([isTaken(text), isCanonical(text)]).toEqual([true, true]));

  test('ends where its object does, whatever follows', () => {
    expect(endOfPlainObject('[{"a":1}}]', 1, 1)).toBe(8);
    expect(endOfPlainObject('{"a":1', 0, 1)).toBeUndefined();
  });

  test('of counts, words and plain strings is always taken', () => {
    const leaf = fc.oneof(fc.nat(), fc.boolean(), fc.constant(null), fc.stringMatching(/^[ !#-[\]-~]*$/));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value')), tie('object')),
      object: fc.dictionary(fc.stringMatching(/^[ !#-[\]-~]*$/), tie('value')),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (object) => {
        const text = canonicalJson(object);
        if (/[\\\ud800-\udfff]/.test(text)) return;
        expect(isTaken(text)).toBe(true);
      }),
    );
  });
});

describe('text that is not canonical is not taken', () => {
  test.each([
    ...['{ "a":1}', '{"a":1 }', '{"a" :1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"9":1,"10":2}'],
    ...[
      '{"a":-0}',
      '{"a":01}',
      '{"a":1.0}',
      '{"a":0e5}',
      '{"a":1E30}',
      '{"a":1e400}',
      '{"a":+1}',
      '{"a":.5}',
    ],
    ...['{"a":10000000000000000000000}', '{"a":9007199254740993}', '{"a":1.}', '{"a":1-1}', '{"a":NaN}'],
    ...[
      '{"a":1,}',
      '{,"a":1}',
      '{"a":[1,]}',
      '{"a":[,]}',
      '{"a"}',
      '{"a":}',
      '{a:1}',
      '{"a":nul}',
      '{"a":"b}',
    ],
    ...['{"a":"\\u0041"}', '{"\\u0061":1}', '{"a":"\t"}', '{"a":"\ud800"}', '{"\udc00":1}', '[]', '1', ''],
    `{"a":${'['.repeat(32)}${']'.repeat(32)}}`,
    `${'{"a":'.repeat(32)}{}${'}'.repeat(32)}`,
  ])('%s', (text) =>
    expect([isTaken(text), isCanonical(text) && text.startsWith('{')]).toEqual([false, false]),
  );

  test('whatever was changed in it', () => {
    const units = fc.constantFrom(...'{}[],:"\\0159.eE+- nulltrefas\u0000\ud800é');
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(),
        fc.nat(2),
        units,
        (object, at, cut, unit) => {
          const text = canonicalJson(object);
          const place = at % text.length;
          const changed = text.slice(0, place) + unit + text.slice(place + cut);
          if (isTaken(changed)) expect(isCanonical(changed)).toBe(true);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
