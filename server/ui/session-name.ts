import type { SessionSummary } from '../../sync/contract/review.ts';
import type { Text } from './text/zh-CN.ts';
import { dayName, halfDay, type Language, timeRange } from './time.ts';

/** `11月21日周六 上午 08:30–11:50` */
export const sessionName = (
  session: Pick<SessionSummary, 'day' | 'startAt' | 'endAt'>,
  language: Language,
  text: Pick<Text, 'half'>,
): string =>
  `${dayName(session.day, language)} ${text.half[halfDay(session.startAt)]} ${timeRange(session.startAt, session.endAt)}`;
