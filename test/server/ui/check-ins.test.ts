import { describe, expect, it } from 'vitest';
import { heldNamesOf, namesOf, outcomeText, toneOf } from '../../../server/ui/check-in-words.ts';
import { filterCheckIns, noCheckInFilter, scoreText, sessionOf } from '../../../server/ui/check-ins.ts';
import { sessionName } from '../../../server/ui/session-name.ts';
import { zhCN } from '../../../server/ui/text/zh-CN.ts';
import type { CheckInLine, HeldCheckIn, SessionSummary } from '../../../sync/contract/review.ts';

const at = (time: string): number => Date.parse(`2026-11-21T${time}:00+08:00`);

function session(id: string, from: string, to: string): SessionSummary {
  return { id, day: '2026-11-21', startAt: at(from), endAt: at(to), periods: 4, state: 'past' };
}
const sessions = [session('am', '08:30', '11:40'), session('pm', '13:00', '16:10')];

function line(fields: Partial<CheckInLine>): CheckInLine {
  return {
    id: 'chk_1',
    person: 'psn_1',
    maskedName: '张*',
    at: at('08:20'),
    method: 'face',
    outcome: 'accepted',
    direction: 'in',
    reason: 'on-time',
    minutes: 0,
    score: 0.71234,
    device: 'dev_1',
    seq: '17',
    digest: '0'.repeat(64),
    time: { earliestAt: at('08:19'), latestAt: at('08:21'), sign: null },
    ...fields,
  };
}

describe('the session of a check-in', () => {
  it('is the one it lies in or next to', () => {
    expect(sessionOf(sessions, at('08:12'))?.id).toBe('am');
    expect(sessionOf(sessions, at('11:55'))?.id).toBe('am');
    expect(sessionOf(sessions, at('12:45'))?.id).toBe('pm');
  });

  it('is none when no session is within the hour', () => {
    expect(sessionOf(sessions, at('20:00'))).toBeNull();
    expect(sessionOf([], at('08:30'))).toBeNull();
  });

  it('has a name that says day, half and times', () => {
    expect(sessionName(session('am', '08:30', '11:40'), 'zh', zhCN)).toMatch(
      /^11月21日 ?周六 上午 08:30–11:40$/,
    );
  });
});

describe('filters', () => {
  const lines = [
    line({ id: 'a' }),
    line({ id: 'b', seq: '18', method: 'finger', reason: 'late', at: at('13:20') }),
    line({
      id: 'c',
      seq: '171',
      person: null,
      outcome: 'refused',
      reason: 'unknown-person',
      at: at('20:00'),
    }),
  ];
  const found = (filter: Partial<typeof noCheckInFilter>): readonly string[] =>
    filterCheckIns(lines, { ...noCheckInFilter, ...filter }, sessions, (one) =>
      one.person === null ? '未识别' : '张伟',
    ).map((one) => one.id);

  it.each([
    [{}, ['a', 'b', 'c']],
    [{ person: '张' }, ['a', 'b']],
    [{ person: '17' }, ['a']],
    [{ method: 'finger' }, ['b']],
    [{ outcome: 'refused' }, ['c']],
    [{ reason: 'late' }, ['b']],
    [{ session: 'am' }, ['a']],
    [{ session: 'pm', method: 'face' }, []],
  ] as const)('%o leaves %o', (filter, ids) => {
    expect(found(filter)).toEqual(ids);
  });
});

describe('scores', () => {
  it('are cosines for faces and whole numbers for fingers', () => {
    expect(scoreText({ method: 'face', score: 0.71234 })).toBe('0.712');
    expect(scoreText({ method: 'finger', score: 152 })).toBe('152');
  });
});

describe('words for an attempt', () => {
  it('say the minutes where there are any', () => {
    expect(outcomeText({ reason: 'late', minutes: 12 }, zhCN)).toBe('迟到 12 分钟');
    expect(outcomeText({ reason: 'early-leave', minutes: 20 }, zhCN)).toBe('早退 20 分钟');
    expect(outcomeText({ reason: 'not-on-roster', minutes: 0 }, zhCN)).toBe('不在名册');
  });

  it('are red for what was refused, even a late one', () => {
    expect(toneOf({ outcome: 'refused', reason: 'late' })).toBe('refused');
    expect(toneOf({ outcome: 'accepted', reason: 'late' })).toBe('mild');
    expect(toneOf({ outcome: 'accepted', reason: 'check-out' })).toBe('fine');
  });

  it('name a person by the roster, else masked, else as a stranger', () => {
    const nameOf = namesOf(
      [{ id: 'psn_1', role: 'trainee', name: '张伟', maskedIdNumber: '2312**********0011' }],
      zhCN,
    );
    expect(nameOf(line({}))).toBe('张伟');
    expect(nameOf(line({ person: 'psn_9', maskedName: '李*' }))).toBe('李*');
    expect(nameOf(line({ person: null, maskedName: null }))).toBe('未识别');
  });

  it('name a held one by what it says, which may be somebody else or nothing', () => {
    const nameOf = heldNamesOf(
      [{ id: 'psn_1', role: 'trainee', name: '张伟', maskedIdNumber: '2312**********0011' }],
      zhCN,
    );
    const { device, seq, digest, time, ...says } = line({});
    const why = { heldFor: 'not-in-plan', message: '', messageEn: '' } as const;
    const held = (change: Partial<typeof says> | null): HeldCheckIn => ({
      ...{ device, seq, digest, time, ...why },
      says: change && { ...says, ...change },
    });
    expect(nameOf(held({}))).toBe('张伟');
    expect(nameOf(held({ person: 'psn_9', maskedName: '李*' }))).toBe('李*');
    expect(nameOf(held({ person: 'psn_9', maskedName: null }))).toBe('不在名册');
    expect(nameOf(held({ person: null }))).toBe('未识别');
    expect(nameOf(held(null))).toBe('–');
  });
});
