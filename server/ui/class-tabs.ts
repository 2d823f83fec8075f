/** Tabs of a class page, as they stand in its address. */
export const classTabs = ['overview', 'attendance', 'check-ins', 'replay'] as const;
export type ClassTab = (typeof classTabs)[number];
