import type { AccountRole } from '../../sync/contract/accounts.ts';

const everybody = ['organiser', 'class-admin', 'reviewer', 'finance-reviewer', 'bureau-admin'] as const;

/**
 * What an account may do, by right, and who has it. Organisers and class admins see their own classes only: that is
 * for `findPlan` and the lists to hold to, whatever the right.
 */
export const rights = {
  /** Any account that is signed in. */
  'be-signed-in': everybody,
  'read-classes': everybody,
  'read-policy': everybody,
  /** Plans, rosters and ID numbers of one's own classes. */
  'write-filings': ['organiser'],
  'decide-filings': ['reviewer'],
  'ask-for-leave': ['organiser', 'class-admin', 'reviewer'],
  'decide-credit': ['reviewer'],
  'write-claims': ['organiser'],
  'decide-claims': ['reviewer'],
  /** 联合财政部门 */
  'decide-money': ['finance-reviewer'],
  'read-findings': ['reviewer', 'finance-reviewer', 'bureau-admin'],
  'watch-live': ['reviewer', 'bureau-admin'],
  'manage-devices': ['reviewer', 'bureau-admin'],
  'read-journal': ['reviewer', 'finance-reviewer', 'bureau-admin'],
  'manage-policy': ['bureau-admin'],
  'manage-accounts': ['bureau-admin'],
} as const satisfies Record<string, readonly AccountRole[]>;

export type Right = keyof typeof rights;

export function hasRight(role: AccountRole, right: Right): boolean {
  return (rights[right] as readonly AccountRole[]).includes(role);
}
