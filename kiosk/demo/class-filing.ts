import { type ClassFiling, defaultCheckInRules } from '../../sync/contract/class-plan.ts';
import { demoPeople } from './people.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const periodMs = 40 * minuteMs;
const breakMs = 10 * minuteMs;

interface DemoSession {
  readonly id: string;
  readonly startAt: number;
  readonly topics: readonly string[];
  readonly kind: 'theory' | 'practice';
}

/** How long before `now` the session under way began. */
export const beganBeforeMs = minuteMs;

/**
 * Lays the demo's plan around `now`, whatever the hour: a theory session that began a minute ago, one that
 * follows it, and three past days of practice.
 */
export function layFiling(now: number, device: string): ClassFiling {
  const sessions = laySessions(now);
  return {
    profile: 'suihua-2019-enterprise',
    title: '2026年第3期岗前培训班（演示）',
    trainingKind: '岗前培训',
    occupation: '家政服务员',
    level: '五级(初级工)',
    organiser: '绥化示范职业培训学校（虚构）',
    room: '一号教室',
    periodMinutes: 40,
    checkIn: defaultCheckInRules,
    recording: { theory: true, practice: false, localRetentionHours: 24 },
    people: demoPeople.map(({ role, name, idNumber }) => ({ role, name, idNumber })),
    periods: sessions.flatMap(periodsOf),
    devices: [device],
  };
}

/** Past sessions, oldest first; the last two are the one under way and the next. */
function laySessions(now: number): DemoSession[] {
  const startAt = Math.floor((now - beganBeforeMs) / minuteMs) * minuteMs;
  const past = [3, 2, 1].map((daysAgo) => ({
    id: `ses_day${4 - daysAgo}`,
    startAt: startAt - daysAgo * dayMs,
    topics: ['居家保洁实操', '家电使用与保养实操'],
    kind: 'practice' as const,
  }));
  const theory = { kind: 'theory' as const, topics: ['职业道德与安全常识', '服务礼仪与沟通'] };
  const laterAt = startAt + 4 * periodMs;
  return [...past, { id: 'ses_now', startAt, ...theory }, { id: 'ses_later', startAt: laterAt, ...theory }];
}

function periodsOf(session: DemoSession): ClassFiling['periods'] {
  const teacher = demoPeople.find((person) => person.role === 'teacher');
  const firstOfDay = session.id === 'ses_later' ? 3 : 1;
  return session.topics.map((topic, index) => {
    const startAt = session.startAt + index * (periodMs + breakMs);
    return {
      number: firstOfDay + index,
      session: session.id,
      day: shanghaiDay(session.startAt),
      startAt,
      endAt: startAt + periodMs,
      kind: session.kind,
      topic,
      teacherIdNumber: teacher?.idNumber ?? '',
    };
  });
}

/** Civil day in Asia/Shanghai, which has kept UTC+8 without summer time since 1991. */
function shanghaiDay(at: number): string {
  return new Date(at + 8 * 60 * minuteMs).toISOString().slice(0, 10);
}
