import { type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import { type Fault, faultOf } from './api.ts';

export interface Act {
  readonly busy: Ref<boolean>;
  /** Why the newest work failed; null when it did not. */
  readonly fault: ShallowRef<Fault | null>;
  /** Busy until the work is over; never rejects. */
  act(work: () => Promise<unknown>): Promise<void>;
}

/** What a button does: one piece of work at a time. `tell` hears of a fault that is shown nowhere else. */
export function useAct(tell: (fault: Fault) => void = () => {}): Act {
  const busy = ref(false);
  const fault = shallowRef<Fault | null>(null);
  const act: Act['act'] = async (work) => {
    [busy.value, fault.value] = [true, null];
    try {
      await work();
    } catch (error) {
      fault.value = faultOf(error);
      tell(fault.value);
    } finally {
      busy.value = false;
    }
  };
  return { busy, fault, act };
}
