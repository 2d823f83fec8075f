import type { Generated } from 'kysely';
import type { AccountTables } from './schema-accounts.ts';
import type { ClaimTables } from './schema-claims.ts';
import type { CreditTables } from './schema-credit.ts';
import type { FilingTables } from './schema-filings.ts';
import type { PolicyTables } from './schema-policy.ts';
import type { ProjectionTables } from './schema-projections.ts';

/**
 * `received`: whole and in its place, not verified yet. `held`: stored because the log must go on, never shown as
 * verified. `changed`: no longer what was accepted.
 */
export type RecordState = 'received' | 'verified' | 'held' | 'changed';

interface DeviceTable {
  readonly id: string;
  readonly name: string;
  /** The first key; its id is the device's. */
  readonly suite: Generated<'ES256' | 'SM2-SM3'>;
  /** SPKI, base64url. */
  readonly public_key: string;
  readonly key_id: string;
  /** The first certificate, JSON; `device_certificates` has them all. */
  readonly certificate: string;
  readonly registered_at: number;
  last_seen_at: number | null;
  /** How far its log was taken in. */
  head_seq: number;
  head_digest: string;
  /** How far its log was verified, and the keys that count there: a `LogState`, JSON. */
  verified: string | null;
  /** The `revocation` statement, JSON. */
  revocation: string | null;
}

interface DeviceCertificateTable {
  readonly device: string;
  readonly key_id: string;
  readonly issued_at: number;
  /** A `device-certificate` statement, JSON. */
  readonly statement: string;
}

interface BootKeyTable {
  readonly device: string;
  readonly key_id: string;
  /** Of its boot record: a kiosk may bring the same key in again. */
  readonly seq: number;
  /** The `boot-key` statement, JSON. */
  readonly statement: string;
}

interface TimeReceiptTable {
  /** What records carry as `anchor`. */
  readonly id: string;
  readonly device: string;
  readonly nonce: string;
  readonly seq: number;
  /** What the kiosk said is the digest of the record there. */
  readonly head: string;
  /** Which boot of the machine asked. */
  readonly boot: string;
  readonly at: number;
  /** The `time-receipt` statement, JSON. */
  readonly statement: string;
}

/** Hashes of the complete subtrees of the server's log, hexadecimal. */
interface MerkleNodeTable {
  readonly level: number;
  readonly number: number;
  readonly hash: string;
}

interface CheckpointTable {
  readonly size: number;
  /** Signed note. */
  readonly note: string;
  readonly at: number;
}

interface WitnessTable {
  readonly name: string;
  readonly verifier_key: string;
}

interface CosignatureTable {
  readonly size: number;
  readonly witness: string;
  /** Signature line of a note. */
  readonly line: string;
}

interface DeviceCodeTable {
  readonly code_hash: string;
  readonly made_by: string;
  readonly expires_at: number;
  /** The device that used it. */
  device: string | null;
}

export interface RecordTable {
  readonly id: Generated<number>;
  readonly device: string;
  readonly seq: number;
  readonly digest: string;
  /** Canonical JSON of the signed record: what is exported, and what every check reads. */
  readonly text: string;
  readonly class_id: string | null;
  readonly kind: string;
  state: RecordState;
  /** Finding code for which a record of a whole log is not credited; null for the others. */
  held_for: string | null;
  readonly received_at: number;
  /** The `acceptance` statement, JSON; null for a record that is not accepted. */
  acceptance: string | null;
  /** Between which instants it was provably written; null when nothing proves it. */
  earliest_at: number | null;
  latest_at: number | null;
  /** Which sign of a moved clock it shows. */
  time_sign: string | null;
  /** Its place in the server's log. */
  leaf_index: number | null;
}

/** Order in which the pull API gives records out. A record that was damaged and healed comes again, later. */
interface FeedTable {
  readonly feed_index: Generated<number>;
  readonly record_id: number;
}

export interface SegmentFileTable {
  readonly sha256: string;
  readonly size_bytes: number;
  readonly stored_at: number;
  state: 'verified' | 'damaged';
}

interface SegmentReceiptTable {
  readonly device: string;
  readonly sha256: string;
  /** The `segment-receipt` statement, JSON. */
  readonly receipt: string;
}

export interface FindingTable {
  readonly id: Generated<number>;
  readonly found_at: number;
  readonly class_id: string | null;
  readonly device: string | null;
  readonly subject_kind: 'record' | 'segment' | 'request' | 'device' | 'plan' | 'log' | 'journal';
  readonly subject_id: string;
  readonly code: string;
  readonly message: string;
  readonly message_en: string;
  /** Found by reading our own store again: goes when the store is whole again. */
  readonly by_scrub: 0 | 1;
}

interface ClassTable {
  readonly id: string;
  version: number;
  /** Whose class it is; null where it is not known, and only the bureau sees it. */
  organiser_id: string | null;
}

export interface ClassPlanTable {
  readonly class_id: string;
  readonly version: number;
  /** The `plan` statement, JSON. */
  readonly statement: string;
}

/** Kiosks that the newest version of a class's plan lists. */
interface ClassDeviceTable {
  readonly class_id: string;
  readonly device: string;
}

interface PersonTable {
  readonly id: string;
  readonly class_id: string;
  name: string;
  role: string;
  /** The whole number; it lives here and in the content of filings, and nowhere else. */
  id_number: string;
}

/** Who watched before there was a journal: `importAudit` takes these rows over into it. */
interface AuditTable {
  readonly id: Generated<number>;
  readonly at: number;
  readonly user: string;
  readonly action: string;
  readonly class_id: string | null;
  /** JSON. */
  readonly detail: string;
}

interface ScrubTable {
  readonly id: 1;
  last_pass_at: number;
  /** Where the journal ended then. */
  journal_seq: number | null;
  journal_digest: string | null;
}

export interface Tables
  extends AccountTables,
    FilingTables,
    CreditTables,
    ClaimTables,
    PolicyTables,
    ProjectionTables {
  devices: DeviceTable;
  device_certificates: DeviceCertificateTable;
  boot_keys: BootKeyTable;
  time_receipts: TimeReceiptTable;
  merkle_nodes: MerkleNodeTable;
  checkpoints: CheckpointTable;
  witnesses: WitnessTable;
  cosignatures: CosignatureTable;
  device_codes: DeviceCodeTable;
  records: RecordTable;
  audit: AuditTable;
  feed: FeedTable;
  segment_files: SegmentFileTable;
  segment_receipts: SegmentReceiptTable;
  findings: FindingTable;
  classes: ClassTable;
  class_plans: ClassPlanTable;
  class_devices: ClassDeviceTable;
  people: PersonTable;
  scrub: ScrubTable;
}
