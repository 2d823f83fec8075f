import type { PolicyWarning, Profile } from '../../sync/contract/policy.ts';

const source = {
  kind: 'default',
  why: '文件写明了有效期；有效期之外是否仍可适用，由人社部门决定。',
  whyEn: 'The text says how long it is in force; whether it applies beyond that is for the bureau to say.',
} as const;

/** Lessons on a day on which the text is not in force; `days`: civil days of the lessons. */
export function outOfForce(
  { title, from, to }: Pick<Profile, 'title' | 'from' | 'to'>,
  days: readonly string[],
): PolicyWarning[] {
  const outside = days.filter((day) => (from !== null && day < from) || (to !== null && day > to)).sort();
  const [first] = outside;
  if (first === undefined) return [];
  const span = `${from ?? '…'} – ${to ?? '…'}`;
  return [
    {
      code: 'policy-out-of-force',
      field: 'profile',
      text: `《${title}》的有效期为 ${span}，${first} 起的课时在有效期之外。`,
      textEn: `The policy is in force ${span}; lessons from ${first} on lie outside.`,
      source,
    },
  ];
}
