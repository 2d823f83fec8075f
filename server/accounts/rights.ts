import type { AccountRole, Right } from '../../sync/contract/accounts.ts';

export type { Right };

const everybody = ['organiser', 'class-admin', 'reviewer', 'finance-reviewer', 'bureau-admin'] as const;

/**
 * What an account may do, by right, and who has it. Organisers and class admins see their own classes only: that is
 * for `allow` and the lists to hold to, whatever the right.
 */
export const rights = {
  /** One's own session, password and second factor: also while a second factor has still to be enrolled. */
  'own-account': everybody,
  /** Any account that is signed in. */
  'be-signed-in': everybody,
  'read-classes': everybody,
  'read-policy': everybody,
  /** Whole logs of kiosks, in which other organisers' classes may stand. */
  'export-evidence': ['reviewer', 'finance-reviewer', 'bureau-admin'],
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
} as const satisfies Record<Right, readonly AccountRole[]>;

export function hasRight(role: AccountRole, right: Right): boolean {
  return (rights[right] as readonly AccountRole[]).includes(role);
}

export function rightsOf(role: AccountRole): Right[] {
  return (Object.keys(rights) as Right[]).filter((right) => hasRight(role, right));
}

/** Whose work is money: a password alone does not open these accounts where the server demands a second factor. */
export function decidesMoney(role: AccountRole): boolean {
  return role === 'reviewer' || role === 'finance-reviewer' || role === 'bureau-admin';
}

/** Organisers and class admins belong to an organiser; the others to the bureau. */
export function belongsToOrganiser(role: AccountRole): boolean {
  return role === 'organiser' || role === 'class-admin';
}
