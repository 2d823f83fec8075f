import type { CalendarChange, CalendarYear } from '../../sync/contract/calendar.ts';
import type { ProfileList } from '../../sync/contract/policy.ts';
import { get, send } from './api.ts';

export const policyApi = {
  profiles: (signal?: AbortSignal) => get<ProfileList>('/profiles', signal),
  calendar: (year: number, signal?: AbortSignal) => get<CalendarYear>(`/calendar/${year}`, signal),
  changeCalendar: (year: number, change: CalendarChange) =>
    send<CalendarYear>('PUT', `/calendar/${year}`, change),
};
