/** Numbered by their place, forward only: add to the end, never change one that has shipped. */
export const migrations: readonly string[] = [
  `
  -- The log: every fact, signed and chained. The tables below it explain nothing that it does not say.
  CREATE TABLE log (
    seq INTEGER PRIMARY KEY, digest TEXT NOT NULL, kind TEXT NOT NULL, class TEXT, envelope TEXT NOT NULL
  ) STRICT;

  -- Projections of the log.
  CREATE TABLE check_ins (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, class TEXT, session TEXT, person TEXT, method TEXT NOT NULL,
    outcome TEXT NOT NULL, direction TEXT, reason TEXT NOT NULL, minutes INTEGER NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX check_ins_session ON check_ins (class, session, person);
  CREATE TABLE lessons (
    lesson TEXT PRIMARY KEY, class TEXT NOT NULL, session TEXT NOT NULL, camera TEXT NOT NULL,
    started_at INTEGER NOT NULL, stopped_at INTEGER, stopped_by TEXT
  ) STRICT;
  CREATE TABLE segments (
    sha256 TEXT PRIMARY KEY, seq INTEGER NOT NULL, class TEXT NOT NULL, lesson TEXT NOT NULL, session TEXT NOT NULL,
    camera TEXT NOT NULL, size_bytes INTEGER NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE gaps (
    seq INTEGER PRIMARY KEY, class TEXT NOT NULL, session TEXT NOT NULL, camera TEXT NOT NULL,
    start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, cause TEXT NOT NULL
  ) STRICT;
  CREATE TABLE consents (
    class TEXT NOT NULL, person TEXT NOT NULL, use TEXT NOT NULL, granted INTEGER NOT NULL,
    PRIMARY KEY (class, person, use)
  ) STRICT;
  CREATE TABLE damages (subject TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;

  -- Outside the log: the plan with its names, templates, queue cursors, settings.
  CREATE TABLE plans (class TEXT PRIMARY KEY, version INTEGER NOT NULL, statement TEXT NOT NULL) STRICT;
  CREATE TABLE face_templates (
    class TEXT NOT NULL, person TEXT NOT NULL, model_digest TEXT NOT NULL, embeddings BLOB NOT NULL,
    PRIMARY KEY (class, person)
  ) STRICT;
  CREATE TABLE fingers (
    reader TEXT NOT NULL, slot INTEGER NOT NULL, class TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (reader, slot)
  ) STRICT;
  CREATE TABLE segment_uploads (sha256 TEXT PRIMARY KEY, state TEXT NOT NULL, receipt TEXT, at INTEGER NOT NULL) STRICT;
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  -- More projections of the log.
  CREATE TABLE pauses (
    seq INTEGER PRIMARY KEY, class TEXT NOT NULL, lesson TEXT NOT NULL, session TEXT NOT NULL, event TEXT NOT NULL,
    at INTEGER NOT NULL, reason TEXT
  ) STRICT;
  CREATE TABLE picture_faults (
    seq INTEGER PRIMARY KEY, class TEXT NOT NULL, lesson TEXT NOT NULL, session TEXT NOT NULL, camera TEXT NOT NULL,
    fault TEXT NOT NULL, event TEXT NOT NULL, since INTEGER NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE photos (
    sha256 TEXT PRIMARY KEY, seq INTEGER NOT NULL, class TEXT NOT NULL, session TEXT NOT NULL, camera TEXT NOT NULL,
    size_bytes INTEGER NOT NULL, due_at INTEGER NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE presence (
    seq INTEGER PRIMARY KEY, class TEXT NOT NULL, session TEXT NOT NULL, camera TEXT NOT NULL,
    due_at INTEGER NOT NULL, at INTEGER NOT NULL, heads INTEGER NOT NULL
  ) STRICT;
  `,
];
