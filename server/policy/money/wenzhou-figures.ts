import type { CertificateLevel } from '../../../sync/contract/money.ts';
import { flag, inUnit, type MoneyFigure } from './money-figure.ts';

type Levels = Record<CertificateLevel, MoneyFigure>;

const names: Record<CertificateLevel, string> = {
  junior: '初级',
  middle: '中级',
  senior: '高级',
  technician: '技师',
  'senior-technician': '高级技师',
};

/** A row of 附件1, amounts in yuan. */
function classOf(letter: string, yuan: Record<CertificateLevel, number>): Levels {
  const of = (level: CertificateLevel) =>
    inUnit('fen', yuan[level] * 100, `附件1 ${letter}类`, `${names[level]}\t${yuan[level]}`);
  return {
    junior: of('junior'),
    middle: of('middle'),
    senior: of('senior'),
    technician: of('technician'),
    'senior-technician': of('senior-technician'),
  };
}

const special = '专项能力初级证书、高级证书分别按每人 600 元、800 元给予补贴';
const higher =
  '每人每年实际培训费高于4000元的，按照实际培训费的60%和4000元比较，按就高补贴，最高不超过6000元';

/** 温州 2020, in fen and percent. */
export const wenzhou = {
  classes: {
    A: classOf('A', {
      junior: 1200,
      middle: 1600,
      senior: 2400,
      technician: 3500,
      'senior-technician': 4500,
    }),
    B: classOf('B', {
      junior: 1000,
      middle: 1200,
      senior: 1800,
      technician: 2800,
      'senior-technician': 3800,
    }),
    C: classOf('C', { junior: 800, middle: 1000, senior: 1500, technician: 2500, 'senior-technician': 3500 }),
  },
  specialJunior: inUnit('fen', 60_000, '一(一)1', special),
  specialSenior: inUnit('fen', 80_000, '一(一)1', special),
  shortage: inUnit('percent', 50, '一(一)1', '补贴标准在补贴目录规定的补贴标准基础上上浮 50%'),
  period: inUnit('fen', 2_500, '一(二)1', '项目制培训按每人每课时 25 元、不超过 2000 元进行补贴'),
  projectCap: inUnit('fen', 200_000, '一(二)1', '项目制培训按每人每课时 25 元、不超过 2000 元进行补贴'),
  projectUplift: inUnit(
    'percent',
    30,
    '一(二)1',
    '受经贸摩擦影响的企业和我市五大战略性新兴产业等特定企业开展项目制培训可上浮 30%',
  ),
  operation: inUnit('fen', 50_000, '一(二)1', '其中特种作业人员操作证和特种设备作业人员证书 500 元'),
  retest: inUnit('fen', 10_000, '一(二)1', '复审培训每人补贴 100 元'),
  induction: inUnit('fen', 20_000, '一(三)', '培训总课时不少于 8 课时（1 天）的，按 200 元/人的标准补贴'),
  inductionPeriods: inUnit('periods', 8, '一(三)', '培训总课时不少于 8 课时（1 天）的'),
  apprenticeAtCost: inUnit('fen', 400_000, '一(四)', '职工学徒每人每年实际培训费低于4000元的，按实补贴'),
  apprenticeLeast: inUnit('fen', 400_000, '一(四)', higher),
  apprenticePercent: inUnit('percent', 60, '一(四)', '按照实际培训费的60%和4000元比较，按就高补贴'),
  apprenticeCap: inUnit('fen', 600_000, '一(四)', '最高不超过6000元'),
  passOnlyPercent: inUnit('percent', 50, '一(四)', '取得培训合格证书的按上述补贴标准的50%支付'),
  student: inUnit('fen', 300_000, '一(四)', '每人每年的补贴标准不高于3000元'),
  studentEmployed: flag(true, '一(四)', '培训后企业未与实习学徒签订劳动合同和缴纳社会保险费的不予补贴'),
  startUpShort: inUnit(
    'fen',
    100_000,
    '一(六)',
    '参加 SYB、IYB 培训取得合格证书的, 按 1000 元/人标准给予补贴',
  ),
  startUpLong: inUnit(
    'fen',
    150_000,
    '一(六)',
    '参加网上创业培训、“互联网+”创业培训、“8+X”模拟公司创业实训取得合格证书的, 按 1500 元/人标准给予补贴',
  ),
} as const;
