import { inUnit } from './money-figure.ts';

const keyGroup = '按前 10天每人每天 150元、之后每人每天 100 元，最高每人不超过 5000 元补贴标准';

/** 县级 2023, in fen, days and percent. */
export const county = {
  enterprise: inUnit('fen', 30_000, '四(一)2', '按照参加培训人数给予企业每人 300元的职业技能培训补贴'),
  leastPeriods: inUnit('periods', 24, '四(一)2', '培训时间累计不少于 3 天（或 24 学时）'),
  leastDays: inUnit('days', 3, '四(一)2', '培训时间累计不少于 3 天（或 24 学时）'),
  apprentice: inUnit(
    'fen',
    500_000,
    '四(一)2',
    '企业职工参加企业新型学徒制培训的，给予企业每人每年 5000元的职业培训补贴',
  ),
  firstDays: inUnit('days', 10, '四(二)', keyGroup),
  firstDay: inUnit('fen', 15_000, '四(二)', keyGroup),
  laterDay: inUnit('fen', 10_000, '四(二)', keyGroup),
  keyGroupCap: inUnit('fen', 500_000, '四(二)', keyGroup),
  employedPercent: inUnit('percent', 80, '四(二)', '培训结束后就业率达到 80%及以上的'),
  junior: inUnit('fen', 40_000, '五(三)', '职业资格证书或职业技能等级证书初级工每人 400元'),
  middle: inUnit('fen', 60_000, '五(三)', '初次取证直接取职业资格证书或职业技能等级证书中级工每人 600元'),
  senior: inUnit('fen', 80_000, '五(三)', '职业资格证书或职业技能等级证书高级工每人 800元'),
  operation: inUnit('fen', 40_000, '五(三)', '特种作业操作证或特种设备作业人员证初次取证每人 400元'),
} as const;
