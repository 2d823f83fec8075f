import {
  defaultCheckInRules,
  defaultMaxOfflineHours,
  defaultSampling,
} from '../../sync/contract/class-plan.ts';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingWarning } from '../../sync/contract/filing-review.ts';

const source = {
  kind: 'default',
  why: '文件没有规定签到时间、抽查和离线时长，这些是产品默认值；放宽后，没有上课的人也可能计入。',
  whyEn: 'No text sets windows, looks and time offline: relaxed, who was not in class may be credited.',
} as const;

/** What the organiser files laxer than the product's own defaults (rules.md §4.8): it decides who is paid for. */
export function laxRules({ checkIn, sampling, maxOfflineHours }: FilingContent): FilingWarning[] {
  const { lateAfterMinutes, checkOutOpensBeforeEndMinutes } = checkIn;
  const { presencePerHour } = sampling ?? defaultSampling;
  const offline = maxOfflineHours ?? defaultMaxOfflineHours;
  const warnings: FilingWarning[] = [];
  if (
    lateAfterMinutes > defaultCheckInRules.lateAfterMinutes ||
    checkOutOpensBeforeEndMinutes > defaultCheckInRules.checkOutOpensBeforeEndMinutes
  ) {
    warnings.push(
      warning(
        'check-in-lax',
        'checkIn',
        `迟到 ${lateAfterMinutes} 分钟内、提前 ${checkOutOpensBeforeEndMinutes} 分钟离开仍计入，比默认宽松。`,
        `${lateAfterMinutes} min late and ${checkOutOpensBeforeEndMinutes} min early still count: laxer than ours.`,
      ),
    );
  }
  if (presencePerHour < defaultSampling.presencePerHour) {
    const text = `每小时抽查 ${presencePerHour} 次人数，少于默认的 ${defaultSampling.presencePerHour} 次。`;
    const textEn = `${presencePerHour} looks an hour, fewer than our ${defaultSampling.presencePerHour}.`;
    warnings.push(warning('few-looks', 'sampling', text, textEn));
  }
  if (offline > defaultMaxOfflineHours) {
    const text = `终端可离线 ${offline} 小时仍视为时间可信，多于默认的 ${defaultMaxOfflineHours} 小时。`;
    const textEn = `Time is believed after ${offline} hours offline, more than our ${defaultMaxOfflineHours}.`;
    warnings.push(warning('long-offline', 'maxOfflineHours', text, textEn));
  }
  return warnings;
}

const warning = (code: string, field: string, text: string, textEn: string): FilingWarning => ({
  ...{ code, field, where: null, text, textEn, source },
});
