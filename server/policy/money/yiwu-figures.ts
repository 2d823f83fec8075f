import type { CertificateLevel, SafetyKind, Uplift } from '../../../sync/contract/money.ts';
import { inUnit, type MoneyFigure } from './money-figure.ts';

const levels: Record<CertificateLevel, MoneyFigure> = {
  'senior-technician': inUnit('fen', 500_000, '四(一)', '高级技师 5000 元'),
  technician: inUnit('fen', 400_000, '四(一)', '技师 4000 元'),
  senior: inUnit('fen', 300_000, '四(一)', '高级工 3000 元'),
  middle: inUnit('fen', 165_000, '四(一)', '中级工 1650 元'),
  junior: inUnit('fen', 150_000, '四(一)', '初级工 1500 元'),
};

const safety: Record<SafetyKind, MoneyFigure> = {
  manager: inUnit('fen', 30_000, '四(二)', '以及生产经营单位安全管理员、企业负责人等安全技能培训补贴 300 元'),
  construction: inUnit('fen', 50_000, '四(二)', '建设施工特种人员培训补贴 500 元'),
  welding: inUnit('fen', 89_000, '四(二)', '焊接与热切割作业（电焊）特种人员培训补贴 890 元'),
  'low-voltage': inUnit('fen', 85_000, '四(二)', '低压电工作业特种人员培训补贴 850 元'),
  'high-voltage': inUnit('fen', 150_000, '四(二)', '高压电工作业特种人员培训补贴 1500 元'),
  refrigeration: inUnit('fen', 85_000, '四(二)', '制冷与空调维修作业特种人员培训补贴 850 元'),
  height: inUnit('fen', 85_000, '四(二)', '高空作业特种人员培训补贴 850 元'),
};

/** By what an employed apprentice earned; each is the most. */
const apprentice = {
  pass: inUnit('fen', 300_000, '四(一)', '其中取得培训合格证书的最高补贴 3000 元'),
  junior: inUnit(
    'fen',
    400_000,
    '四(一)',
    '取得培训合格证书和初级工职业资格证书（或专项能力证书）的最高补贴 4000 元',
  ),
  middle: inUnit('fen', 500_000, '四(一)', '取得培训合格证书和中级工职业资格证书的最高补贴 5000 元'),
  senior: inUnit('fen', 600_000, '四(一)', '取得培训合格证书和高级工职业资格证书的最高补贴 6000 元'),
  student: inUnit(
    'fen',
    300_000,
    '四(一)',
    '学生学徒补贴金额按学徒月实习津贴标准确定，每人每年最高补贴 3000 元',
  ),
} as const;

const uplifts: Record<Exclude<Uplift, 'specific-enterprise'>, MoneyFigure> = {
  'trade-affected': inUnit(
    'percent',
    30,
    '四(二)',
    '受经贸摩擦影响的企业职工补贴标准参照同类职业（工种）补贴标准上浮 30%',
  ),
  'sent-in-province': inUnit('percent', 200, '四(三)', '省内举办的培训补贴标准上浮 200%'),
  'sent-in-east-china': inUnit('percent', 300, '四(三)', '华东地区以内举办的培训补贴标准上浮 300%'),
  'sent-beyond': inUnit('percent', 400, '四(三)', '华东地区以外举办的培训补贴上浮 400%'),
  'small-class': inUnit(
    'percent',
    50,
    '四(三)',
    '每期培训人数在 30 人以内（含 30 人）的项目制培训班，培训补贴标准上浮 50%',
  ),
  'key-industry': inUnit(
    'percent',
    50,
    '四(三)',
    '对汽车装备、信息光电、食品健康等产业的企业新型学徒制补贴标准上浮 50%',
  ),
};

/** 义乌 2019, in fen, days, people and percent. */
export const yiwu = {
  levels,
  specialAbility: inUnit('fen', 90_000, '四(一)', '专项合格证书 900 元'),
  day: inUnit('fen', 20_000, '四(一)', '项目制培训补贴标准为每人每天（8 个标准课时）200 元'),
  dayPeriods: inUnit('periods', 8, '四(一)', '每人每天（8 个标准课时）200 元'),
  mostDays: inUnit('days', 10, '四(一)', '最多补助不超过 10 天'),
  smallClass: inUnit('people', 30, '四(三)', '每期培训人数在 30 人以内（含 30 人）的项目制培训班'),
  safety,
  apprentice,
  syb: inUnit('fen', 150_000, '四(一)', 'SYB 创业培训补贴标准为 1500 元'),
  internet: inUnit('fen', 180_000, '四(一)', '互联网+创业培训补贴标准为 1800 元'),
  onlinePeriod: inUnit('fen', 2_000, '四(二)', '按最高每人每课时 20 元的标准给予补贴', {
    text: '「最高」：按上限计。',
    textEn: 'At most: the upper limit is used.',
  }),
  uplifts,
  oneUplift: inUnit('times', 1, '四(三)', '同一培训班补贴标准最多上浮一次'),
} as const;

/** 义乌 2022. */
export const yiwuDraft = {
  certified: inUnit('fen', 60_000, '三', '根据取得培训合格证书的人数，按照 600 元/人标准给予企业培训补贴'),
  leastPeriods: inUnit('periods', 24, '三', '企业职业技能培训课时不少于 24 课时'),
} as const;
