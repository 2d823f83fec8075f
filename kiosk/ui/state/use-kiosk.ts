import { onMounted, onUnmounted, ref, shallowRef } from 'vue';
import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import { call } from './api.ts';
import { KioskFeed } from './kiosk-feed.ts';

const tickMs = 250;

/**
 * The kiosk's state as it changes, its clock ticking on between two events (`nowMs`), a clock that never jumps for
 * measuring how long something lasts (`monotonicMs`), and whether the connection is lost.
 */
export function useKiosk() {
  const view = shallowRef<KioskView | null>(null);
  const nowMs = ref(Date.now());
  const monotonicMs = ref(performance.now());
  const lost = ref(false);
  let offsetMs = Date.now() - performance.now();
  let timer: ReturnType<typeof setInterval> | undefined;

  const show = (next: KioskView) => {
    view.value = next;
    offsetMs = next.now - performance.now();
    tick();
  };
  const feed = new KioskFeed({
    openStream: () => new EventSource('/api/v1/events'),
    monotonicMs: () => performance.now(),
    onView: show,
  });
  const tick = () => {
    monotonicMs.value = performance.now();
    nowMs.value = Math.round(monotonicMs.value + offsetMs);
    lost.value = feed.isLost();
  };

  onMounted(async () => {
    feed.start();
    timer = setInterval(tick, tickMs);
    const first = await call<KioskView>('GET', 'state');
    if (first.kind === 'ok' && view.value === null) show(first.value);
  });
  onUnmounted(() => {
    clearInterval(timer);
    feed.close();
  });
  return { view, nowMs, monotonicMs, lost };
}
