import { canonicalJson } from '../../../../sync/evidence/canonical-json.ts';

export interface CanonicalVector {
  /** JSON text. It is itself canonical when it is its own `text`. */
  readonly value: string;
  readonly text?: string | undefined;
  /** Why there is none. */
  readonly refused?: string | undefined;
}

const nested = (open: string, close: string, depth: number) =>
  `${open.repeat(depth)}${open === '[' ? '' : '1'}${close.repeat(depth)}`;

/** Written by hand from RFC 8785, so that our code is held to it and not to itself. */
const texts: readonly (readonly [value: string, text: string])[] = [
  [' { "b" : 1 , "a" : [ true , null ] } ', '{"a":[true,null],"b":1}'],
  ['{"10":1,"9":2,"":3,"A":4,"a":5,"_":6}', '{"":3,"10":1,"9":2,"A":4,"_":6,"a":5}'],
  [
    '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}',
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  ['{"a":1,"a":2}', '{"a":2}'],
  ['{"__proto__":1}', '{"__proto__":1}'],
  ['[0,-0,0e5,0.0,-0.0]', '[0,0,0,0,0]'],
  ['[1e20,1e21,123456789012345678901]', '[100000000000000000000,1e+21,123456789012345680000]'],
  ['[0.000001,0.0000001,1.5E-9]', '[0.000001,1e-7,1.5e-9]'],
  ['[9007199254740993,333333333.33333329]', '[9007199254740992,333333333.3333333]'],
  ['[5e-324,1.7976931348623157e308,4.50,2e-3]', '[5e-324,1.7976931348623157e+308,4.5,0.002]'],
  ['"\\u0041\\/\\u002f\\"\\\\"', '"A//\\"\\\\"'],
  ['"\\u0008\\u0009\\u000a\\u000c\\u000d"', '"\\b\\t\\n\\f\\r"'],
  ['"\\u0000\\u001F\\u007f\\u0080"', '"\\u0000\\u001f\u007f\u0080"'],
  ['"\\u2028\\u2029<>&\\u0027"', '"\u2028\u2029<>&\'"'],
  ['"\\ud83d\\ude00 \\u8bfe\\u52e4"', '"\ud83d\ude00 \u8bfe\u52e4"'],
  ['["\\u00e9","e\\u0301"]', '["\u00e9","e\u0301"]'],
  [nested('[', ']', 32), nested('[', ']', 32)],
  [nested('{"a":', '}', 32), nested('{"a":', '}', 32)],
];

const refusals: readonly (readonly [value: string, refused: string])[] = [
  ['"\\ud800"', 'a lone surrogate in a string'],
  ['"\\udc00\\ud800"', 'surrogates in the wrong order'],
  ['{"\\udfff":1}', 'a lone surrogate in a key'],
  ['1e400', 'a number that no double holds: it would be infinite'],
  [nested('[', ']', 33), '33 arrays within each other'],
  [nested('{"a":', '}', 33), '33 objects within each other'],
];

export function canonicalVectors(): readonly CanonicalVector[] {
  return [
    ...texts.map(([value, text]) => ({ value, text })),
    ...refusals.map(([value, refused]) => ({ value, refused })),
  ];
}

/** What our code makes of a vector's value; undefined when it refuses it. */
export function canonicalTextOf(value: string): string | undefined {
  try {
    return canonicalJson(JSON.parse(value));
  } catch {
    return undefined;
  }
}
