export type ClaimTables = {};
