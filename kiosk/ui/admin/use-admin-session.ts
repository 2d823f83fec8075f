import { computed, onUnmounted, ref, watch } from 'vue';
import { type Answer, call } from '../state/api.ts';

const idleMs = 60_000;
const warnFromMs = 15_000;

/**
 * Who may see the class admin's sheet. The kiosk holds the session (cookie); the page ends it after a minute in
 * which nobody touched the sheet, so that a class admin who walks away leaves nothing open.
 */
export function useAdminSession(nowMs: { readonly value: number }) {
  const stage = ref<'closed' | 'pin' | 'open'>('closed');
  /** A capture under way: nobody touches the page then. */
  const busy = ref(false);
  const touchedAtMs = ref(0);
  const leftMs = computed(() => idleMs - (nowMs.value - touchedAtMs.value));
  const secondsLeft = computed(() =>
    stage.value !== 'closed' && !busy.value && leftMs.value <= warnFromMs
      ? Math.ceil(leftMs.value / 1000)
      : null,
  );

  const touch = () => {
    touchedAtMs.value = nowMs.value;
  };
  const enter = async () => {
    touch();
    const session = await call<{ open: boolean }>('GET', 'admin/session');
    touch();
    stage.value = session.kind === 'ok' && session.value.open ? 'open' : 'pin';
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
  const adminCall: typeof call = async (method, path, body) => {
    const answer = await call(method, path, body);
    touch();
    if (answer.kind === 'error' && answer.status === 401) stage.value = 'pin';
    return answer as never;
  };

  watch([leftMs, busy], () => {
    if (busy.value) touch();
    else if (stage.value !== 'closed' && leftMs.value <= 0) void leave();
  });
  onUnmounted(leave);
  return { stage, busy, secondsLeft, touch, enter, openWith, leave, adminCall };
}

export type AdminCall = ReturnType<typeof useAdminSession>['adminCall'];
