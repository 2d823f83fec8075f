/** Tabs of a class page, as they stand in its address. */
export const classTabs = [
  'overview',
  'live',
  'attendance',
  'check-ins',
  'room',
  'replay',
  'credit',
  'claim',
] as const;
export type ClassTab = (typeof classTabs)[number];
