import { computed, ref } from 'vue';
import type { SelfTestAnswer } from '../../../sync/contract/kiosk-admin.ts';
import { errorSentence } from '../state/api.ts';
import { language } from '../text/language.ts';
import type { AdminCall } from './use-admin-session.ts';

/** One self-test at a time, and what came of it. `onBusy`: nobody touches the page then. */
export function useSelfTest(adminCall: AdminCall, onBusy: (busy: boolean) => void) {
  const running = ref(false);
  const answer = ref<SelfTestAnswer | null>(null);
  const problem = ref('');
  /** In the page's language, also when that changes. */
  const lines = computed(() =>
    (answer.value?.parts ?? []).map(({ part, ok, message, messageEn }) => ({
      part,
      ok,
      sentence: language.value === 'zh' ? message : messageEn,
    })),
  );

  async function run() {
    running.value = true;
    onBusy(true);
    const got = await adminCall<SelfTestAnswer>('POST', 'self-test');
    onBusy(false);
    running.value = false;
    answer.value = got.kind === 'ok' ? got.value : null;
    problem.value = got.kind === 'ok' ? '' : errorSentence(got.error, language.value);
  }

  const back = () => {
    answer.value = null;
  };
  return { running, lines, problem, run, back };
}
