import type { ClaimFacts, ClaimView, MoneyDecision } from '../../sync/contract/claims.ts';
import type { Imported, RealNameList, VoucherState } from '../../sync/contract/real-name.ts';
import type { WebhookList, WebhookMade } from '../../sync/contract/webhooks.ts';
import { call, get, send } from './api.ts';

const part = encodeURIComponent;
const ofClass = (id: string, path: string) => `/classes/${part(id)}/${path}`;
const ofPerson = (id: string, person: string, what: string) => ofClass(id, `people/${part(person)}/${what}`);

/** What can be pasted from a spreadsheet. */
export type PastedKind = 'registrations' | 'vouchers' | 'exams';
/** A step of the claim that needs no more than what was seen. */
export type ClaimStepName = 'submission' | 'acceptance';

export const claimsApi = {
  realName: (id: string, signal?: AbortSignal) => get<RealNameList>(ofClass(id, 'real-name'), signal),
  setRegistration: (id: string, person: string, number: string | null) =>
    send<RealNameList>('PUT', ofPerson(id, person, 'registration'), { number }),
  paste: (id: string, kind: PastedKind, text: string) =>
    send<Imported>('POST', ofClass(id, `${kind}/import`), { text }),
  stepVouchers: (id: string, persons: readonly string[], to: VoucherState) =>
    send<RealNameList>('POST', ofClass(id, 'vouchers/steps'), { persons, to }),
  stepVouchersBack: (id: string, persons: readonly string[], to: VoucherState, reason: string) =>
    send<RealNameList>('POST', ofClass(id, 'vouchers/steps-back'), { persons, to, reason }),
  uploadOrder: (id: string) => call(ofClass(id, 'upload-order.xlsx')),
  claim: (id: string, signal?: AbortSignal) => get<ClaimView>(ofClass(id, 'claim'), signal),
  saveClaim: (id: string, revision: number, facts: ClaimFacts) =>
    send<ClaimView>('PUT', ofClass(id, 'claim'), { revision, facts }),
  stepClaim: (id: string, step: ClaimStepName, revision: number) =>
    send<ClaimView>('POST', ofClass(id, `claim/${step}`), { revision }),
  returnClaim: (id: string, revision: number, reason: string) =>
    send<ClaimView>('POST', ofClass(id, 'claim/return'), { revision, reason }),
  chooseReading: (id: string, revision: number, reading: string) =>
    send<ClaimView>('POST', ofClass(id, 'claim/reading'), { revision, reading }),
  decideMoney: (id: string, decision: MoneyDecision) =>
    send<ClaimView>('POST', ofClass(id, 'claim/money'), decision),
  webhooks: (signal?: AbortSignal) => get<WebhookList>('/webhooks', signal),
  addWebhook: (url: string) => send<WebhookMade>('POST', '/webhooks', { url }),
  removeWebhook: (id: string) => call(`/webhooks/${part(id)}`, { method: 'DELETE' }),
};
