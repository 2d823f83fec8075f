import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Duty, Profile, TrainingRules } from '../../sync/contract/policy.ts';
import { county2023 } from './profiles/county-2023.ts';
import { suihuaEnterprise } from './profiles/suihua-2019-enterprise.ts';
import { suihuaKeyGroups } from './profiles/suihua-2019-key-groups.ts';
import { wenzhou2020 } from './profiles/wenzhou-2020.ts';
import { yiwu2019 } from './profiles/yiwu-2019.ts';
import { yiwu2022 } from './profiles/yiwu-2022.ts';

/** Every version there ever was: a class keeps the one that it was filed under. */
const allProfiles: readonly Profile[] = [
  suihuaEnterprise,
  suihuaKeyGroups,
  yiwu2022,
  yiwu2019,
  wenzhou2020,
  county2023,
];

/** Plans filed before version 0.4 name the Suihua text as a whole. */
const oldIds: ReadonlyMap<string, string> = new Map([['suihua-2019', 'suihua-2019-enterprise']]);

/** The newest version of each policy text, in the order that they are offered. */
export function newestProfiles(): readonly Profile[] {
  const isNewest = (profile: Profile) =>
    allProfiles.every(({ id, version }) => id !== profile.id || version <= profile.version);
  return allProfiles.filter(isNewest);
}

/** The profile of this id, of its newest version where none is given. */
export function findProfile(id: string, version?: number): Profile | undefined {
  const wanted = oldIds.get(id) ?? id;
  return version === undefined
    ? newestProfiles().find((profile) => profile.id === wanted)
    : allProfiles.find((profile) => profile.id === wanted && profile.version === version);
}

/** The rules that a class was filed under; plans that name no version mean the first. */
export function rulesOf(
  plan: Pick<ClassPlan, 'profile' | 'profileVersion' | 'trainingKind'>,
): { readonly profile: Profile; readonly rules: TrainingRules } | undefined {
  const profile = findProfile(plan.profile, plan.profileVersion ?? 1);
  const rules = profile?.types.find(({ name }) => name === plan.trainingKind);
  return profile && rules && { profile, rules };
}

/** What the text demands under this code, if it does: `dutyOf(rules, 'real-name')`. */
export function dutyOf(rules: TrainingRules, code: Duty['code']): Duty | undefined {
  return rules.duties.find((duty) => duty.code === code);
}
