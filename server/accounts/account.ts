import type { AccountRole } from '../../sync/contract/accounts.ts';

/** Who is signed in. */
export interface Account {
  readonly user: string;
  readonly role: AccountRole;
  /** The organiser (an id) whose classes alone an organiser or a class admin sees; null for the bureau's people. */
  readonly organiser: string | null;
  /** It may do nothing before it has enrolled a second factor. */
  readonly mustEnrol: boolean;
}
