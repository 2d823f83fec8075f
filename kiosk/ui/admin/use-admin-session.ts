import { computed, onScopeDispose, ref, watch } from 'vue';
import { type Answer, call } from '../state/api.ts';

const idleMs = 60_000;
const warnFromMs = 15_000;

/**
 * Who may see the class admin's sheet. The kiosk holds the session (cookie); the page ends it after a minute in
 * which nobody touched the sheet, so that a class admin who walks away leaves nothing open. For the same reason a
 * page that is loaded anew ends whatever session an earlier one left behind.
 */
export function useAdminSession(monotonicMs: { readonly value: number }) {
  const stage = ref<'closed' | 'pin' | 'open'>('closed');
  /** A capture under way: nobody touches the page then. */
  const busy = ref(false);
  const touchedAtMs = ref(0);
  const leftMs = computed(() => idleMs - (monotonicMs.value - touchedAtMs.value));
  const secondsLeft = computed(() =>
    stage.value === 'open' && !busy.value && leftMs.value <= warnFromMs
      ? Math.ceil(leftMs.value / 1000)
      : null,
  );

  const touch = () => {
    touchedAtMs.value = monotonicMs.value;
  };
  const enter = () => {
    touch();
    if (stage.value === 'closed') stage.value = 'pin';
  };
  const openWith = async (pin: string): Promise<Answer<undefined>> => {
    const answer = await call('POST', 'admin/session', { pin });
    touch();
    if (answer.kind === 'ok') stage.value = 'open';
    return answer;
  };
  const leave = async () => {
    const wasOpen = stage.value === 'open';
    stage.value = 'closed';
    busy.value = false;
    if (wasOpen) await call('DELETE', 'admin/session');
  };
  /** A call that only an open session may make; when the kiosk has ended the session, the PIN is asked again. */
  const adminCall = async <T = undefined>(...request: Parameters<typeof call>): Promise<Answer<T>> => {
    const answer = await call<T>(...request);
    touch();
    if (answer.kind === 'error' && answer.status === 401 && stage.value === 'open') stage.value = 'pin';
    return answer;
  };

  watch([leftMs, busy], () => {
    if (busy.value) touch();
    else if (stage.value !== 'closed' && leftMs.value <= 0) void leave();
  });
  void call('DELETE', 'admin/session');
  onScopeDispose(leave);
  return { stage, busy, secondsLeft, touch, enter, openWith, leave, adminCall };
}

export type AdminCall = ReturnType<typeof useAdminSession>['adminCall'];
