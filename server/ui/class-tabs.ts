/** Tabs of a class page, as they stand in its address. */
export const classTabs = ['overview', 'live', 'attendance', 'check-ins', 'room', 'replay'] as const;
export type ClassTab = (typeof classTabs)[number];
