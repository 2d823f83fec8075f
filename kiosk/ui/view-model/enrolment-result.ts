import type { Static } from 'typebox';
import type {
  EnrolmentAnswer as EnrolmentAnswerSchema,
  EnrolmentOrder,
} from '../../../sync/contract/kiosk-admin.ts';
import type { Dictionary } from '../text/zh-CN.ts';

export type EnrolmentAnswer = Static<typeof EnrolmentAnswerSchema>;

/** The sentence after a capture: done, or why not and what to do. */
export function enrolmentResult(
  { outcome, reason }: EnrolmentAnswer,
  method: EnrolmentOrder['method'],
  text: Dictionary,
): { readonly good: boolean; readonly text: string } {
  if (outcome === 'enrolled') return { good: true, text: text.enrolment.enrolled[method] };
  return { good: false, text: reason ? text.enrolment.refused[reason] : text.enrolment.refusedUnknown };
}
