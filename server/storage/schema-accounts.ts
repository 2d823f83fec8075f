import type { AccountRole } from '../../sync/contract/accounts.ts';

/** What somebody did at the server. Only ever added to. */
export interface JournalTable {
  readonly seq: number;
  readonly digest: string;
  readonly at: number;
  readonly action: string;
  readonly class_id: string | null;
  /** The `journal-entry` statement, canonical JSON. */
  readonly statement: string;
}

/** 培训主体 */
interface OrganiserTable {
  readonly id: string;
  readonly name: string;
  readonly made_at: number;
}

export interface AccountTable {
  readonly user: string;
  password_hash: string;
  role: AccountRole;
  readonly made_at: number;
  /** Null for the bureau's people. */
  organiser_id: string | null;
  disabled_at: number | null;
  last_login_at: number | null;
  /** Sealed by `SecretBox`; null without a second factor. */
  totp: string | null;
  /** The same, until its first code comes back. */
  totp_pending: string | null;
  /** Time step of the newest code that was taken: it is not taken again. */
  totp_step: number | null;
}

interface RecoveryCodeTable {
  readonly code_hash: string;
  readonly user: string;
}

interface SessionTable {
  readonly token_hash: string;
  readonly user: string;
  readonly expires_at: number;
  seen_at: number;
}

interface PullTokenTable {
  readonly token_hash: string;
  readonly label: string;
  readonly made_at: number;
}

export interface AccountTables {
  journal: JournalTable;
  organisers: OrganiserTable;
  accounts: AccountTable;
  recovery_codes: RecoveryCodeTable;
  sessions: SessionTable;
  pull_tokens: PullTokenTable;
}
