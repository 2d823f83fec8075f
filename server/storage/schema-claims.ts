/** The number of a trainee in the real-name system. Personal: it stands here and in no log. */
interface RegistrationTable {
  readonly person_id: string;
  readonly class_id: string;
  readonly number: string;
  readonly at: number;
  readonly by_user: string;
}

interface VoucherTable {
  readonly person_id: string;
  readonly class_id: string;
  readonly number: string | null;
  readonly state: string;
  readonly at: number;
}

interface ExamResultTable {
  readonly person_id: string;
  readonly class_id: string;
  /** 0 or 1. */
  readonly passed: number;
  readonly certificate: string | null;
  readonly at: number;
  readonly by_user: string;
}

interface ClaimTable {
  readonly id: string;
  readonly class_id: string;
  readonly state: string;
  /** Grows with every change: what two people change at once is refused to the second. */
  readonly revision: number;
  /** The version of approved credit that it is made of. */
  readonly credit_version: number;
  /** What was entered about class and persons, JSON. */
  readonly facts: string;
  /** Which reading of an ambiguous text a reviewer chose: code by person, JSON. */
  readonly readings: string;
  /** What was reckoned when it was submitted, JSON; null while it is written. */
  readonly submitted: string | null;
  /** The finance reviewer's word, JSON. */
  readonly money: string | null;
  /** Why it was returned last. */
  readonly reason: string | null;
  readonly made_at: number;
  readonly submitted_at: number | null;
  readonly decided_at: number | null;
}

/** Whose training an accepted claim counts for: what repeats are looked up in. */
interface ClaimedPersonTable {
  readonly claim_id: string;
  readonly person_id: string;
  readonly id_number: string;
  /** First civil day of the class: says which calendar year it counts for. */
  readonly day: string;
  readonly occupation: string;
  readonly level: string | null;
}

interface WebhookTable {
  readonly id: string;
  readonly url: string;
  /** Needed whole for signing: sealed with the server's secret box. */
  readonly secret: string;
  readonly active: number;
  /** Entries of the journal up to here have their deliveries. */
  readonly seen_seq: number;
  readonly made_at: number;
  readonly made_by: string;
}

interface WebhookDeliveryTable {
  readonly hook_id: string;
  /** Of the journal entry that it tells of. */
  readonly seq: number;
  readonly state: string;
  readonly attempts: number;
  readonly made_at: number;
  readonly next_at: number;
  /** HTTP status of the last answer; null without one. */
  readonly last_status: number | null;
}

export interface ClaimTables {
  registrations: RegistrationTable;
  vouchers: VoucherTable;
  exam_results: ExamResultTable;
  claims: ClaimTable;
  claimed_persons: ClaimedPersonTable;
  webhooks: WebhookTable;
  webhook_deliveries: WebhookDeliveryTable;
}
