import type { CreditApproval } from '../../sync/contract/credit-approval.ts';
import type {
  CreditDecisionOrder,
  CreditEntry,
  CreditGrid,
  EnrolmentDecisionOrder,
  LeaveOrder,
  PersonCreditDetail,
} from '../../sync/contract/credit-review.ts';
import { get, send } from './api.ts';

const part = encodeURIComponent;
const of = (id: string, path = '') => `/classes/${part(id)}/credit${path}`;

export const creditApi = {
  grid: (id: string, signal?: AbortSignal) => get<CreditGrid>(of(id), signal),
  person: (id: string, person: string, signal?: AbortSignal) =>
    get<PersonCreditDetail>(of(id, `/${part(person)}`), signal),
  decide: (id: string, order: CreditDecisionOrder) => send<CreditEntry>('POST', of(id, '/decisions'), order),
  decideEnrolments: (id: string, order: EnrolmentDecisionOrder) =>
    send<CreditEntry>('POST', of(id, '/enrolments'), order),
  grantLeave: (id: string, order: LeaveOrder) => send<CreditEntry>('POST', of(id, '/leaves'), order),
  approve: (id: string, basedOn: string) => send<CreditApproval>('POST', of(id, '/approvals'), { basedOn }),
  withdraw: (id: string, version: number, reason: string) =>
    send<CreditEntry>('POST', of(id, `/approvals/${version}/withdrawal`), { reason }),
};
