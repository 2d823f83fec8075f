import type { VideoDuty } from './policy.ts';

/** Words and first values of a filing, without their schemas: the pages use them, too. */

/** 人员类别: the eleven boxes of Suihua's 学员登记表, in its order. */
export const personCategories = [
  '贫困家庭子女',
  '贫困劳动力',
  '城乡未继续升学初高中毕业生',
  '农村转移就业劳动者',
  '下岗失业人员',
  '转岗职工',
  '退役军人',
  '毕业年度高校毕业生',
  '距刑满释放不足一年的服刑人员',
  '戒毒人员',
  '残疾人',
] as const;

/** The product's own defaults: see `CheckInRules`. */
export const defaultCheckInRules = {
  opensBeforeMinutes: 20,
  lateAfterMinutes: 5,
  checkOutOpensBeforeEndMinutes: 10,
  closesAfterMinutes: 30,
  repeatWithinMinutes: 10,
};

/** What a plan records for each duty; three clips are cut from what was recorded. */
const recorded: Record<VideoDuty, { readonly theory: boolean; readonly practice: boolean }> = {
  'theory-whole': { theory: true, practice: false },
  whole: { theory: true, practice: true },
  'three-clips': { theory: true, practice: true },
  none: { theory: false, practice: false },
};

/** Hours a kiosk keeps what the server has: a long weekend in which a disk must be replaced. */
const localRetentionHours = 72;

export const recordingFor = (duty: VideoDuty) => ({ ...recorded[duty], localRetentionHours });

const noonMinutes = 12 * 60;
const eveningMinutes = 18 * 60;

/** The half-day of a beginning in minutes since midnight; its periods make a session. */
export function halfOf(startMinutes: number): 'am' | 'pm' | 'eve' {
  if (startMinutes < noonMinutes) return 'am';
  return startMinutes < eveningMinutes ? 'pm' : 'eve';
}

/** `ses_20261121_am` */
export function sessionOf(day: string, startMinutes: number): string {
  return `ses_${day.replaceAll('-', '')}_${halfOf(startMinutes)}`;
}
