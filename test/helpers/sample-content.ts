import type { FilingContent } from '../../sync/contract/filing.ts';
import { sampleFiling } from './sample-filing.ts';

/** `sampleFiling` as an organiser files it: with a ledger, a level, and an exam in the afternoon. */
export function sampleContent(): FilingContent {
  const { people, periods, ...filing } = sampleFiling(['dev_a']);
  return {
    ...filing,
    profile: 'suihua-2019-enterprise',
    level: '五级(初级工)',
    people: people.map((person) =>
      person.role === 'trainee'
        ? {
            ...person,
            details: {
              category: '转岗职工' as const,
              phone: '13800000000',
              contractFrom: '2026-06-01',
              contractTo: '2029-05-31',
            },
          }
        : person,
    ),
    periods: periods.map((period, index) => (index === 2 ? { ...period, exam: true } : period)),
    operators: [{ account: 'zhang01', name: '操作员戊', post: '教务', phone: '13800000002' }],
    dossier: [{ number: 'dev_a', name: '考勤终端', model: 'KQ-1', parameters: '1080P 摄像头', photos: [] }],
  };
}
