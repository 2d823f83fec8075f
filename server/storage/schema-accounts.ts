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

export interface AccountTables {
  journal: JournalTable;
}
