import { describe, expect, test } from 'vitest';
import type { CreditFacts, FilmFact } from '../../../server/credit/facts.ts';
import { videoJudge } from '../../../server/credit/judge-video.ts';
import type { VideoDuty } from '../../../sync/contract/policy.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { honestFacts, ref } from './made-facts.ts';

const second = 1_000;
const film = (from: number, to: number, state: FilmFact['state'] = 'verified'): FilmFact => ({
  device: 'dev_test',
  session: 'ses_am',
  startAt: nine + from * minute,
  endAt: nine + to * minute,
  state,
});

/** Codes of the first period, or of another, under a duty. */
function codes(duty: VideoDuty, change: Partial<CreditFacts>, index = 0): readonly string[] {
  return reasons(duty, change, index).map(({ code }) => code);
}

function reasons(duty: VideoDuty, change: Partial<CreditFacts>, index = 0) {
  const facts = honestFacts({ film: [], ...change });
  const video = { value: duty, source: facts.rules.video.source };
  const period = samplePlan().periods[index];
  if (!period) throw new Error('no such period');
  return videoJudge({ ...facts, rules: { ...facts.rules, video } }).reasonsFor(period);
}

describe('「理论课全程录像」: theory is filmed whole, practice need not be (Suihua 第五条(三))', () => {
  test('by kind of period', () => {
    const all = { film: [film(-1, 91)] };
    expect([0, 1, 2].map((index) => codes('theory-whole', all, index))).toEqual([
      ['video-covers'],
      ['video-covers'],
      ['video-not-demanded'],
    ]);
    expect(codes('whole', all, 2)).toEqual(['video-short']);
    expect(codes('none', { film: [] })).toEqual(['video-not-demanded']);
  });

  test.each([
    ['a minute is missing, in two pieces', [film(0, 10), film(10.5, 20), film(20.5, 40)], ['video-covers']],
    ['a second more', [film(0, 10), film(10.5, 20), film(20.5 + 1 / 60, 40)], ['video-short']],
    ['nothing was filmed', [], ['video-short']],
    ['announced, and not here yet', [film(0, 20), film(20, 40, 'announced')], ['video-waiting']],
    ['some lost, some to come', [film(0, 20), film(25, 40, 'announced')], ['video-short', 'video-waiting']],
    ['edited since', [film(0, 20), film(20, 40, 'damaged')], ['video-short']],
    ['of another half-day', [{ ...film(0, 40), session: 'ses_pm' }], ['video-short']],
  ])('%s', (_name, some, expected) => {
    expect(codes('theory-whole', { film: some })).toEqual(expected);
  });

  test('a gap that the kiosk signed is a gap, even where a file claims to cover it; its cause and record are named', () => {
    const gap = {
      ...{ session: 'ses_am', startAt: nine + 5 * minute, endAt: nine + 7 * minute },
      ...{ cause: 'admin-stopped' as const, record: ref() },
    };
    const [found] = reasons('theory-whole', { film: [film(0, 40)], gaps: [gap] });
    expect(found).toMatchObject({
      ...{ code: 'video-short', weighs: 'holds', records: [gap.record] },
      about: { uncoveredMs: 2 * minute, causes: ['admin-stopped'] },
    });
    // The clause demands the film; that a minute may be missing is ours, and says so.
    expect(found?.source).toMatchObject({
      kind: 'clause',
      reading: { text: expect.stringContaining('60秒') },
    });
  });
});

describe('「不少于3次，每次不少于2分钟」 (Wenzhou 2020)', () => {
  const clip = (from: number, seconds: number) => film(from, from + seconds / 60);

  test.each([
    ['three of two minutes each', [clip(1, 120), clip(10, 120), clip(60, 120)], ['video-covers']],
    ['one is a second short', [clip(1, 120), clip(10, 120), clip(60, 119)], ['clips-missing']],
    ['two', [clip(1, 600), clip(60, 600)], ['clips-missing']],
    ['film through a break is a clip of each period', [film(30, 60), clip(70, 120)], ['video-covers']],
  ])('%s', (_name, some, expected) => {
    expect([0, 3].map((index) => codes('three-clips', { film: some }, index))).toEqual([expected, expected]);
  });

  test('the third is announced: waited for', () => {
    const some = [clip(1, 120), clip(10, 120), { ...clip(60, 120), state: 'announced' as const }];
    expect(codes('three-clips', { film: some })).toEqual(['video-waiting']);
  });

  test('a covered camera makes no clip', () => {
    const fault = {
      ...{ session: 'ses_am', startAt: nine + 60 * minute + second, endAt: nine + 61 * minute },
      ...{ fault: 'covered' as const, record: ref() },
    };
    const some = [clip(1, 120), clip(10, 120), clip(60, 120)];
    expect(codes('three-clips', { film: some, pictureFaults: [fault] })).toEqual(['clips-missing']);
  });
});
