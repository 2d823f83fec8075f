import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingError } from '../../sync/contract/filing-review.ts';
import { findProfile, newestProfiles } from '../policy/profiles.ts';
import { problem } from './filing-problem.ts';

/** A policy that we have, and a type of training that it names; what there is is told. */
export function rulesErrors({ profile: id, profileVersion, trainingKind }: FilingContent): FilingError[] {
  const profile = findProfile(id, profileVersion);
  if (!profile) {
    const there = newestProfiles().map((one) => one.id);
    return [
      problem(
        profileVersion === undefined ? 'profile' : 'profileVersion',
        `没有这份政策：${id}${profileVersion === undefined ? '' : ` 第${profileVersion}版`}。现有：${there.join('、')}`,
        `is no policy that is known here; there are ${there.join(', ')}`,
      ),
    ];
  }
  const names = profile.types.map(({ name }) => name);
  if (names.includes(trainingKind)) return [];
  return [
    problem(
      'trainingKind',
      `“${profile.title}”没有培训种类“${trainingKind}”。现有：${names.join('、')}`,
      `is no type of training of this policy; there are ${names.join(', ')}`,
    ),
  ];
}
