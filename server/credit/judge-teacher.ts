import type { Period } from '../../sync/contract/class-plan.ts';
import type { CreditReason } from '../../sync/contract/credit.ts';
import { attendedIn, minutesOf } from './attended.ts';
import { ours } from './defaults.ts';
import type { IndexedFacts } from './index-facts.ts';
import type { EnrolmentJudge } from './judge-enrolment.ts';
import { doubleReasons } from './judge-person.ts';
import type { VideoJudge } from './judge-video.ts';
import { reason } from './reasons.ts';

const minuteMs = 60_000;
const codes = { absent: 'teacher-absent', late: 'teacher-late', 'left-early': 'teacher-left-early' } as const;

interface Judges {
  readonly enrolments: EnrolmentJudge;
  readonly video: VideoJudge;
  /** What the film of this period came to. */
  readonly ofVideo: readonly CreditReason[];
}

/**
 * Whether the period's teacher was there for it. That its film stops short as well makes two proofs of a shortened
 * lesson, which earns nothing; one alone holds the period for a reviewer.
 */
export function teacherReasons(
  facts: IndexedFacts,
  period: Period,
  { enrolments, video, ofVideo }: Judges,
): readonly CreditReason[] {
  const own = facts.of(period.teacher, period.session);
  const { inside, records } = own;
  const attended = attendedIn(period, inside, facts.rulesFor(period));
  const told = { source: ours.teacher, records };
  if (attended.state === 'present') {
    const elsewhere = facts.elsewhere.filter(({ person }) => person === period.teacher);
    const unproven = own.time.weighs === 'holds' ? [own.time] : [];
    const doubled = doubleReasons(period, own, elsewhere);
    return [
      reason('for', 'teacher-present', told),
      ...unproven,
      ...doubled,
      ...unaccepted(enrolments, period),
    ];
  }
  const about = { minutes: minutesOf(attended) };
  const reasons = [reason('holds', codes[attended.state], { ...told, about })];
  const filmIsShort = ofVideo.some(({ code }) => code === 'video-short');
  if (attended.state === 'absent' || !filmIsShort) return reasons;
  const taughtMs = video.filmedMs(period.session, { startAt: attended.from, endAt: attended.to });
  const taught = { minutes: Math.floor(taughtMs / minuteMs) };
  return [...reasons, reason('against', 'lesson-shortened', { ...told, about: taught })];
}

/** Anybody could be enrolled in the teacher's name, too. */
function unaccepted(enrolments: EnrolmentJudge, { teacher, endAt }: Period): readonly CreditReason[] {
  const { weighs, records } = enrolments.reasonFor(teacher, endAt);
  if (weighs === 'for') return [];
  return [reason('holds', 'teacher-enrolment', { source: ours.enrolment, records })];
}
