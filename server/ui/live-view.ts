import { computed, onScopeDispose, ref, type ShallowRef, shallowRef } from 'vue';
import type { LiveViewState } from '../../sync/contract/live.ts';
import type { Replay } from '../../sync/contract/replay.ts';
import { ApiError, api, type Fault, faultOf } from './api.ts';

type Camera = Replay['camera'];

/** Until there are pictures it is asked often; afterwards to know why they stop. */
const askMs = 700;
const askAgainMs = 3_000;
/** A page that nobody looks at for so long stops to watch. */
const hiddenMs = 5_000;

interface Watching {
  readonly classId: string;
  readonly camera: Camera;
  /** Null until the server has opened the view. */
  view: string | null;
}

/**
 * One reviewer's look into a room, which the server writes down from `start` to `stop`. It stops with the component,
 * with the page, and while the page is hidden.
 */
export function useLiveView(now: () => number = Date.now) {
  const state: ShallowRef<LiveViewState['state'] | 'off' | 'opening'> = shallowRef('off');
  const fault = shallowRef<Fault | null>(null);
  const url = ref<string | null>(null);
  /** How much later the kiosk's clock shows than this machine's, ms. */
  const kioskAheadMs = ref<number | null>(null);
  let watching: Watching | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setTimeout> | undefined;
  let comesBackTo: Watching | undefined;

  function start(classId: string, camera: Camera): void {
    stop();
    state.value = 'opening';
    const mine: Watching = { classId, camera, view: null };
    watching = mine;
    void ask(mine);
  }

  function stop(): void {
    clearTimeout(timer);
    if (watching?.view) api.closeLive(watching.classId, watching.view);
    watching = undefined;
    comesBackTo = undefined;
    forget('off');
  }

  function forget(becomes: 'off' | 'opening'): void {
    state.value = becomes;
    url.value = null;
    kioskAheadMs.value = null;
    fault.value = null;
  }

  /** Opens the view, then asks again and again how it does. */
  async function ask(mine: Watching): Promise<void> {
    try {
      const view = mine.view ?? (await api.openLive(mine.classId, mine.camera)).view;
      if (mine !== watching) return mine.view === null ? api.closeLive(mine.classId, view) : undefined;
      mine.view = view;
      const answer = await api.liveState(mine.classId, view);
      if (mine === watching) show(mine, view, answer);
    } catch (error) {
      if (mine === watching) fail(mine, error);
    }
    if (mine === watching) timer = setTimeout(() => void ask(mine), url.value ? askAgainMs : askMs);
  }

  function show({ classId }: Watching, view: string, answer: LiveViewState): void {
    fault.value = null;
    state.value = answer.state;
    kioskAheadMs.value = answer.kioskAt === null ? null : answer.kioskAt - now();
    if (answer.state === 'live') url.value = api.livePlaylist(classId, view);
  }

  /** A view that the server does not know has ended, as when it was started anew: another one is opened. */
  function fail(mine: Watching, error: unknown): void {
    if (error instanceof ApiError && error.status === 404 && mine.view !== null) {
      mine.view = null;
      return forget('opening');
    }
    state.value = 'opening';
    fault.value = faultOf(error);
  }

  function looked(): void {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(leave, hiddenMs);
    else if (comesBackTo) start(comesBackTo.classId, comesBackTo.camera);
  }

  function leave(): void {
    const left = watching;
    stop();
    comesBackTo = left;
  }

  document.addEventListener('visibilitychange', looked);
  window.addEventListener('pagehide', stop);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', looked);
    window.removeEventListener('pagehide', stop);
    clearTimeout(hidden);
    stop();
  });

  /** How long ago the kiosk filmed what it dates by its clock with `shownAt`, ms. */
  const behindMs = (shownAt: number | null): number | null =>
    shownAt === null || kioskAheadMs.value === null ? null : now() + kioskAheadMs.value - shownAt;
  return { state, fault, url, isOn: computed(() => state.value !== 'off'), start, stop, behindMs };
}
