import type { CheckInNotice, KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { momentText, timeText } from './clock-text.ts';

/** Colour and sign of the band: ✓ green, ✗ red, ? amber, or a plain blue hint. */
export type Sign = 'yes' | 'no' | 'question' | 'hint';

export interface Sentence {
  readonly sign: Sign;
  readonly text: string;
  /** A second, smaller line: what to do next. */
  readonly advice: string | null;
  /** To be read aloud: surname for the masked name, no clock time. */
  readonly spoken: string;
}

type Context = Pick<KioskView, 'now' | 'nextPeriod'>;

/** The notice, while it lasts. */
export function currentNotice(view: KioskView, nowMs: number): CheckInNotice | null {
  return view.notice && nowMs < view.notice.until ? view.notice : null;
}

/** One sentence for one attempt (rules.md §7). */
export function noticeSentence(notice: CheckInNotice, context: Context, text: Dictionary): Sentence {
  const { sign, kind } = { sign: signOf(notice), kind: notice.kind };
  const shown = wordsOf(notice, text, timeText(notice.at));
  const aloud = wordsOf(notice, text, '').trim();
  return {
    sign,
    text: addressed(calledOnPage(notice, text), shown, text),
    advice: kind === 'accepted' ? null : adviceOf(notice, context, text),
    spoken: addressed(calledAloud(notice, text), aloud, text),
  };
}

function wordsOf(notice: CheckInNotice, text: Dictionary, time: string): string {
  if (notice.reason === 'early-leave' && notice.kind === 'ask') return text.ask.leave;
  if (notice.reason === 'early-leave' && notice.kind === 'refused') return text.ask.kept;
  return text.notice[notice.reason]({ time, minutes: notice.minutes });
}

function signOf({ kind, reason }: CheckInNotice): Sign {
  if (kind === 'ask') return 'question';
  if (kind === 'hint') return 'hint';
  // Nothing is wrong for a person who is checked in already: red would send them to the class admin.
  if (kind === 'accepted' || reason === 'already-checked-in' || reason === 'already-checked-out')
    return 'yes';
  return 'no';
}

function adviceOf(
  { kind, reason, method }: CheckInNotice,
  context: Context,
  text: Dictionary,
): string | null {
  if (kind === 'ask') return text.advice.answer;
  // Face is never the only way: whoever is not recognised is told of the finger, and the other way round.
  if (kind === 'hint') return method === 'face' ? text.advice.orFinger : text.advice.orFace;
  if (reason === 'unknown-person') return method === 'face' ? text.advice.orFinger : text.advice.otherFinger;
  if (reason === 'not-on-roster') return text.advice.seeAdmin;
  if (reason === 'outside-window') return nextLesson(context, text) ?? text.advice.seeAdmin;
  return null;
}

function nextLesson({ nextPeriod, now }: Context, text: Dictionary): string | null {
  return nextPeriod ? text.advice.nextAt(momentText(nextPeriod.startAt, now, text)) : null;
}

function calledOnPage({ maskedName, role }: CheckInNotice, text: Dictionary): string | null {
  if (maskedName === null) return null;
  return isStaff(role) ? text.called.staff(maskedName) : text.called.trainee(maskedName);
}

function calledAloud({ maskedName, role }: CheckInNotice, text: Dictionary): string | null {
  const surname = maskedName?.split('*')[0];
  if (!surname) return null;
  return isStaff(role) ? text.calledAloud.staff(surname) : text.calledAloud.trainee(surname);
}

const isStaff = (role: CheckInNotice['role']) => role === 'teacher' || role === 'class-admin';

function addressed(name: string | null, sentence: string, text: Dictionary): string {
  return name === null ? sentence : text.addressed(name, sentence);
}
