import { shallowRef } from 'vue';
import type { Session } from '../../sync/contract/review.ts';
import { ApiError, api, type Fault, faultOf } from './api.ts';

/** Who is signed in; null for nobody, undefined until the server was asked. */
export const account = shallowRef<Session | null | undefined>(undefined);
/** Why the server could not be asked. */
export const accountFault = shallowRef<Fault | null>(null);

export async function findAccount(): Promise<void> {
  accountFault.value = null;
  try {
    account.value = await api.session();
  } catch (error) {
    const known = error instanceof ApiError && error.status === 401;
    account.value = known ? null : undefined;
    if (!known) accountFault.value = faultOf(error);
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  account.value = await api.signIn(user, password);
}

export async function signOut(): Promise<void> {
  await api.signOut();
  account.value = null;
}
