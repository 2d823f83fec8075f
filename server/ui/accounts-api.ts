import type {
  AccountList,
  AccountPlace,
  NewAccount,
  NewPassword,
  OwnAccount,
  RecoveryCodes,
  SecondFactorSecret,
} from '../../sync/contract/accounts.ts';
import type { JournalPage } from '../../sync/contract/journal.ts';
import { call, get, send } from './api.ts';

const part = encodeURIComponent;

function order(method: string, path: string, body?: object): Promise<Response> {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return call(path, { method, ...json });
}

export const accountsApi = {
  own: (signal?: AbortSignal) => get<OwnAccount>('/account', signal),
  changePassword: (password: string, next: string) => order('POST', '/account/password', { password, next }),
  beginEnrolment: (password: string, code: string) =>
    send<SecondFactorSecret>('POST', '/account/second-factor', {
      password,
      ...(code !== '' && { code }),
    }),
  endEnrolment: (code: string) => send<RecoveryCodes>('PUT', '/account/second-factor', { code }),
  all: (signal?: AbortSignal) => get<AccountList>('/accounts', signal),
  make: (account: NewAccount) => send<NewPassword>('POST', '/accounts', account),
  place: (user: string, place: AccountPlace) => order('PUT', `/accounts/${part(user)}`, place),
  setDisabled: (user: string, disabled: boolean) =>
    order('PUT', `/accounts/${part(user)}/disabled`, { disabled }),
  resetPassword: (user: string) => send<NewPassword>('POST', `/accounts/${part(user)}/password`),
  resetSecondFactor: (user: string) => order('DELETE', `/accounts/${part(user)}/second-factor`),
  journal: (
    { classId, before }: { readonly classId: string; readonly before: string | null },
    signal?: AbortSignal,
  ) => {
    const query = new URLSearchParams();
    if (classId !== '') query.set('class', classId);
    if (before !== null) query.set('before', before);
    return get<JournalPage>(`/journal?${query}`, signal);
  },
};
