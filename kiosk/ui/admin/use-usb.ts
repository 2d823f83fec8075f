import { computed, onMounted, onUnmounted, ref } from 'vue';
import type { UsbExportAnswer, UsbImportAnswer, UsbView } from '../../../sync/contract/kiosk-usb.ts';
import { call, errorSentence } from '../state/api.ts';
import { language, text } from '../text/language.ts';
import {
  diskInUse,
  exportResult,
  importResult,
  type UsbResult,
  workUnderWay,
} from '../view-model/usb-tab.ts';
import type { AdminCall } from './use-admin-session.ts';

const lookEveryMs = 2_000;

/** The disks as they come and go, and what is done with the one in use. `onBusy`: nobody touches the page then. */
export function useUsb(adminCall: AdminCall, onBusy: (busy: boolean) => void) {
  const view = ref<UsbView | null>(null);
  const problem = ref('');
  const chosen = ref<string | null>(null);
  const ordered = ref<'export' | 'import' | null>(null);
  const answer = ref<(() => UsbResult) | null>(null);
  const disk = computed(() => view.value && diskInUse(view.value, chosen.value));
  const work = computed(() => {
    if (view.value?.work) return workUnderWay(view.value.work, text.value);
    return ordered.value === null
      ? null
      : workUnderWay({ kind: ordered.value, doneBytes: 0, totalBytes: 0 }, text.value);
  });
  /** Said anew when the language changes. */
  const result = computed(() => answer.value?.() ?? null);
  let timer: ReturnType<typeof setInterval> | undefined;

  /** Not by `adminCall`: that the page looks is no sign that somebody stands there. */
  async function look() {
    const seen = await call<UsbView>('GET', 'usb');
    if (seen.kind === 'ok') view.value = seen.value;
    if (seen.kind === 'ok' || seen.status !== 401)
      problem.value = seen.kind === 'ok' ? '' : errorSentence(seen.error, language.value);
  }

  async function order<T>(what: 'export' | 'import', say: (value: T) => UsbResult) {
    if (!disk.value || work.value) return;
    ordered.value = what;
    answer.value = null;
    onBusy(true);
    const got = await adminCall<T>('POST', `usb/${what}`, { disk: disk.value.id });
    // Before the page looks again: what was under way is so no more.
    if (view.value) view.value = { ...view.value, work: null };
    ordered.value = null;
    onBusy(false);
    answer.value = () =>
      got.kind === 'ok'
        ? say(got.value)
        : { good: false, text: errorSentence(got.error, language.value), lines: [] };
    void look();
  }

  const exportAll = () => order<UsbExportAnswer>('export', (value) => exportResult(value, text.value));
  const importAll = () =>
    order<UsbImportAnswer>('import', (value) => importResult(value, language.value, text.value));

  const back = () => {
    answer.value = null;
  };

  onMounted(() => {
    void look();
    timer = setInterval(look, lookEveryMs);
  });
  onUnmounted(() => {
    clearInterval(timer);
    onBusy(false);
  });
  return { view, problem, chosen, disk, work, result, exportAll, importAll, back };
}
