export type FilingTables = {};
