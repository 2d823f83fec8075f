import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingWarning } from '../../sync/contract/filing-review.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';
import { dutyOf } from '../policy/profiles.ts';
import type { Stores } from '../storage/stores.ts';

/** Kiosks that are not enrolled here, and what the device dossier lacks. */
export async function deviceWarnings(
  stores: Stores,
  content: FilingContent,
  rules: TrainingRules | undefined,
): Promise<FilingWarning[]> {
  return [...(await unknownKiosks(stores, content)), ...thinDossier(content, rules)];
}

async function unknownKiosks(stores: Stores, { devices }: FilingContent): Promise<FilingWarning[]> {
  if (devices.length === 0) {
    const text = '没有列出考勤终端，任何终端的记录都不会认定。';
    return [warning('no-device', 'devices', text, 'No kiosk is listed: records of any will be refused.')];
  }
  const warnings: FilingWarning[] = [];
  for (const [index, device] of devices.entries()) {
    if (await stores.devices.find(device)) continue;
    const text = `终端 ${device} 尚未在本服务器登记。`;
    const textEn = `Kiosk ${device} is not enrolled here yet.`;
    warnings.push(warning('device-not-enrolled', `devices[${index}]`, text, textEn));
  }
  return warnings;
}

/** 「提供监控及打卡考勤设备参数和照片、实名制系统账户及操作人员信息」, where the text demands it. */
function thinDossier(
  { dossier, operators }: FilingContent,
  rules: TrainingRules | undefined,
): FilingWarning[] {
  const duty = rules && dutyOf(rules, 'device-dossier');
  if (!duty) return [];
  const lacks = (code: string, field: string, text: string, textEn: string): FilingWarning => ({
    ...warning(code, field, text, textEn),
    source: duty.source,
  });
  const bare = dossier.filter(({ photos }) => photos.length === 0);
  return [
    ...(dossier.length === 0
      ? [lacks('no-dossier', 'dossier', '没有设备台账。', 'There is no device dossier.')]
      : []),
    ...(bare.length > 0
      ? [
          lacks(
            'no-device-photo',
            'dossier',
            `${bare.length} 台设备没有照片。`,
            `${bare.length} devices have no photograph.`,
          ),
        ]
      : []),
    ...(operators.length === 0
      ? [
          lacks(
            'no-operator',
            'operators',
            '没有实名制系统操作人员。',
            'No operator of the real-name system is named.',
          ),
        ]
      : []),
  ];
}

function warning(code: string, field: string, text: string, textEn: string): FilingWarning {
  return { code, field, where: null, text, textEn, source: null };
}
