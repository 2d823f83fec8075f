import { describe, expect, test } from 'vitest';
import { en } from '../../../../kiosk/ui/text/en.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { EnrolmentAnswer } from '../../../../sync/contract/kiosk-admin.ts';
import { CheckInNotice } from '../../../../sync/contract/kiosk-view.ts';

const han = /\p{Script=Han}/u;

/** Every entry by its path; functions by what they say of a sample. */
function entries(node: unknown, path = ''): [path: string, words: string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(sampleFor(path), 'sentence'))]];
  return Object.entries(node as object).flatMap(([key, child]) => entries(child, `${path}.${key}`));
}

function sampleFor(path: string): unknown {
  if (path.startsWith('.notice.')) return { time: '09:52', minutes: 12 };
  if (path === '.clock.day') return { month: 11, day: 21 };
  if (path === '.period.title') return { number: 3, kind: 'kind' };
  return 3;
}

/** The literals of a schema's unions, however deeply nested. */
function literals(schema: unknown): string[] {
  const { anyOf, const: value } = schema as { anyOf?: unknown[]; const?: string };
  if (anyOf) return anyOf.flatMap(literals);
  return value === undefined ? [] : [value];
}

const withoutSwitch = (list: [string, string][]) => list.filter(([path]) => !path.startsWith('.language.'));

describe('dictionaries', () => {
  test.each([
    ['zh-CN', zhCN],
    ['en', en],
  ])('%s has a sentence for every reason of a notice and of an enrolment, and none besides', (_, words) => {
    const reasons = literals(CheckInNotice.properties.reason);
    expect(reasons.length).toBeGreaterThan(10);
    expect(Object.keys(words.notice).sort()).toEqual(reasons.sort());
    expect(Object.keys(words.enrolment.refused).sort()).toEqual(
      literals(EnrolmentAnswer.properties.reason).sort(),
    );
  });

  test('both have the same entries, none of them empty', () => {
    const paths = entries(zhCN).map(([path]) => path);
    expect(entries(en).map(([path]) => path)).toEqual(paths);
    // A Chinese measure word may have no English counterpart.
    const empty = [...entries(zhCN), ...entries(en)].filter(([, words]) => words.trim() === '');
    expect(empty.map(([path]) => path)).toEqual(['.devicesTab.recordUnit', '.devicesTab.segmentUnit']);
  });

  test('no entry is left in the other language', () => {
    expect(withoutSwitch(entries(en)).filter(([, words]) => han.test(words))).toEqual([]);
    const onlyJoin = ['.addressed', '.called.trainee'];
    const chinese = withoutSwitch(entries(zhCN)).filter(([path]) => !onlyJoin.includes(path));
    expect(chinese.filter(([, words]) => !han.test(words))).toEqual([]);
  });
});
