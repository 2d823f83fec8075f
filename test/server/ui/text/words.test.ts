import { describe, expect, it } from 'vitest';
import { en } from '../../../../server/ui/text/en.ts';
import { zhCN } from '../../../../server/ui/text/zh-CN.ts';
import { Role } from '../../../../sync/contract/class-plan.ts';
import { FilingState } from '../../../../sync/contract/filing-review.ts';
import { Finding, FindingCode } from '../../../../sync/contract/findings.ts';
import { CameraName, GapCause } from '../../../../sync/contract/lesson-records.ts';
import { DecisionReason, Method } from '../../../../sync/contract/records.ts';
import { Replay } from '../../../../sync/contract/replay.ts';
import { AttendanceStatus, ClassTile, SessionSummary, TimeSign } from '../../../../sync/contract/review.ts';

interface Literals {
  readonly anyOf: readonly object[];
}

/** Every value that a union of literals (of unions) allows. */
function valuesOf(union: Literals): readonly string[] {
  return union.anyOf.flatMap((one) =>
    'anyOf' in one ? valuesOf(one as Literals) : 'const' in one ? [String(one.const)] : [],
  );
}

const enumerated = {
  role: Role,
  method: Method,
  camera: CameraName,
  reason: DecisionReason,
  status: AttendanceStatus,
  gapCause: Replay.properties.gaps.items.properties.cause,
  segmentState: Replay.properties.segments.items.properties.state,
  recording: ClassTile.properties.recording,
  sessionState: SessionSummary.properties.state,
  filingState: FilingState,
  findingCode: FindingCode,
  timeSign: TimeSign,
  timeSignMeans: TimeSign,
  subject: Finding.properties.subject.properties.kind,
} as const;

describe.each([
  ['zh-CN', zhCN],
  ['en', en],
])('%s', (_name, text) => {
  it.each(Object.entries(enumerated))('has a word for every %s, and no two the same', (key, schema) => {
    const words: Readonly<Record<string, string>> = text[key as keyof typeof enumerated];
    const values = valuesOf(schema);
    expect(values.length).toBeGreaterThan(1);
    expect(Object.keys(words).toSorted()).toEqual(values.toSorted());
    for (const value of values) expect(words[value]?.trim()).toBeTruthy();
    expect(new Set(Object.values(words)).size).toBe(values.length);
  });

  it('names the causes of the log and the two that the server adds', () => {
    const causes = [...valuesOf(GapCause), 'unexplained', 'not-uploaded'];
    expect(Object.keys(text.gapCause).toSorted()).toEqual(causes.toSorted());
  });

  it('says of each sign in one sentence what it means and what to do', () => {
    for (const sentence of Object.values(text.timeSignMeans)) {
      expect(sentence).toMatch(/[。.]$/);
      expect(sentence.length).toBeGreaterThan(30);
    }
    for (const phrase of Object.values(text.timeSign)) expect(phrase.length).toBeLessThan(32);
  });

  it('says lengths and ages with the parts that matter', () => {
    const second = { hours: 0, minutes: 0, seconds: 0 };
    expect(text.length(second)).toMatch(/^0/);
    expect(text.length({ hours: 2, minutes: 0, seconds: 5 })).toMatch(/^2\D+5\D+$/);
    expect(text.ago({ hours: 50, minutes: 3, seconds: 5 })).toMatch(/^2\D+$/);
    expect(text.ago({ hours: 0, minutes: 0, seconds: 7 })).toMatch(/^7\D+$/);
  });
});

/** Every text without its parameters, by its path. */
function plainTexts(node: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[`${path}${key}`, value] as const];
    return typeof value === 'object' && value !== null ? plainTexts(value, `${path}${key}.`) : [];
  });
}

describe('both dictionaries', () => {
  it('hold the same texts, Chinese in one and none in the other', () => {
    const own = new Set(['otherLanguage', 'filings.json.placeholder']);
    const [chinese, english] = [plainTexts(zhCN), plainTexts(en)];
    expect(english.map(([path]) => path)).toEqual(chinese.map(([path]) => path));
    for (const [path, words] of chinese) if (!own.has(path)) expect(words, path).toMatch(/\p{Script=Han}/u);
    for (const [path, words] of english)
      if (!own.has(path)) expect(words, path).not.toMatch(/\p{Script=Han}/u);
  });
});
