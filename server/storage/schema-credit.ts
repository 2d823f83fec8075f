export type CreditTables = {};
