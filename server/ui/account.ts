import { computed, shallowRef } from 'vue';
import type { Right, Session } from '../../sync/contract/accounts.ts';
import { ApiError, api, type Fault, faultOf } from './api.ts';

/** Who is signed in; null for nobody, undefined until the server was asked. */
export const account = shallowRef<Session | null | undefined>(undefined);
/** Why the server could not be asked. */
export const accountFault = shallowRef<Fault | null>(null);

const held = computed(() => new Set(account.value?.rights ?? []));

/** Whether who is signed in may do this; the server asks again. */
export const may = (right: Right): boolean => held.value.has(right);

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

/** Throws an `ApiError`; its code is `second_factor_needed` when `code` is missing. */
export async function signIn(login: { user: string; password: string; code?: string }): Promise<void> {
  account.value = await api.signIn(login);
}

export async function signOut(): Promise<void> {
  await api.signOut();
  account.value = null;
}
