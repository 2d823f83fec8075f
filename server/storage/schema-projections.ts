export interface CheckInTable {
  readonly record_id: number;
  readonly id: string;
  readonly class_id: string | null;
  readonly session: string | null;
  readonly person: string | null;
  readonly role: string | null;
  readonly method: 'face' | 'finger';
  readonly outcome: 'accepted' | 'refused';
  readonly direction: 'in' | 'out' | null;
  readonly reason: string;
  readonly minutes: number;
  readonly at: number;
  readonly score: number;
}

export interface SegmentTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly device: string;
  readonly session: string;
  readonly lesson: string;
  readonly camera: 'room' | 'door';
  readonly sha256: string;
  readonly size_bytes: number;
  readonly init_bytes: number;
  readonly start_at: number;
  readonly end_at: number;
}

export interface GapTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly session: string;
  readonly lesson: string;
  readonly camera: 'room' | 'door';
  readonly start_at: number;
  readonly end_at: number;
  readonly cause: string;
}

export interface LessonTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly session: string;
  readonly lesson: string;
  readonly event: 'started' | 'stopped';
  readonly at: number;
}

export interface PauseTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly session: string;
  readonly lesson: string;
  readonly event: 'paused' | 'resumed';
  readonly at: number;
  readonly reason: string | null;
}

export interface PictureFaultTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly session: string;
  readonly lesson: string;
  readonly camera: 'room' | 'door';
  readonly fault: 'black' | 'covered' | 'frozen' | 'looped';
  readonly event: 'began' | 'ended';
  readonly since: number;
  readonly at: number;
}

export interface PhotoTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly device: string;
  readonly session: string;
  readonly camera: 'room' | 'door';
  readonly due_at: number;
  readonly at: number;
  readonly sha256: string;
  readonly size_bytes: number;
}

export interface PresenceTable {
  readonly record_id: number;
  readonly class_id: string | null;
  readonly session: string;
  readonly camera: 'room' | 'door';
  readonly due_at: number;
  readonly at: number;
  readonly heads: number;
  /** How many of them were recognised. */
  readonly recognised: number;
}

/** Projections: each row is `project()` of a verified record, and can be made again from it. */
export interface ProjectionTables {
  check_ins: CheckInTable;
  segments: SegmentTable;
  gaps: GapTable;
  lessons: LessonTable;
  pauses: PauseTable;
  picture_faults: PictureFaultTable;
  photos: PhotoTable;
  presence: PresenceTable;
}
