import { type ComputedRef, computed, type Ref, ref, type ShallowRef } from 'vue';
import type { Profile, TrainingRules } from '../../sync/contract/policy.ts';
import type { Fault } from './api.ts';
import { useLoad } from './load.ts';
import { policyApi } from './policy-api.ts';

export interface TrainingChoice {
  readonly profiles: ComputedRef<readonly Profile[]>;
  readonly fault: ShallowRef<Fault | null>;
  readonly profile: Ref<string>;
  readonly kind: Ref<string>;
  /** Undefined until both are chosen among those that there are. */
  readonly chosen: ComputedRef<{ readonly profile: Profile; readonly rules: TrainingRules } | undefined>;
}

/** A choice among the policies of the server and their types of training. */
export function useTraining(start: { readonly profile: string; readonly kind: string }): TrainingChoice {
  const { data, fault } = useLoad(policyApi.profiles);
  const [profile, kind] = [ref(start.profile), ref(start.kind)];
  const profiles = computed(() => data.value?.profiles ?? []);
  const chosen = computed(() => {
    const found = profiles.value.find(({ id }) => id === profile.value);
    const rules = found?.types.find(({ name }) => name === kind.value);
    return found && rules && { profile: found, rules };
  });
  return { profiles, fault, profile, kind, chosen };
}
