import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import { type Fault, faultOf } from './api.ts';

export interface Loaded<T> {
  readonly data: ShallowRef<T | null>;
  /** Why the newest attempt failed; `data` keeps what was there before. */
  readonly fault: ShallowRef<Fault | null>;
  readonly loading: Ref<boolean>;
  /** Ask again now; `forget` drops what was there, as for another class. */
  reload(options?: { readonly forget?: boolean }): Promise<void>;
}

export interface LoadOptions<T> {
  /** Pause after an answer before asking again, ms; null for never. Read after each attempt. */
  readonly everyMs?: (newest: T | null) => number | null;
}

/** Data of the server in a component: loaded at once, then again and again while the page is looked at. */
export function useLoad<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  options: LoadOptions<T> = {},
): Loaded<T> {
  const data = shallowRef<T | null>(null);
  const fault = shallowRef<Fault | null>(null);
  const loading = ref(false);
  let attempt = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function reload({ forget = false } = {}): Promise<void> {
    attempt.abort();
    clearTimeout(timer);
    const mine = new AbortController();
    attempt = mine;
    if (forget) data.value = null;
    loading.value = true;
    try {
      const answer = await ask(mine.signal);
      if (mine.signal.aborted) return;
      data.value = answer;
      fault.value = null;
    } catch (error) {
      if (mine.signal.aborted) return;
      fault.value = faultOf(error);
    }
    loading.value = false;
    wait(options.everyMs?.(data.value) ?? null);
  }

  function wait(pauseMs: number | null): void {
    if (pauseMs === null || attempt.signal.aborted) return;
    timer = setTimeout(() => (document.hidden ? wait(pauseMs) : void reload()), pauseMs);
  }

  onScopeDispose(() => {
    attempt.abort();
    clearTimeout(timer);
  });
  void reload();
  return { data, fault, loading, reload };
}
