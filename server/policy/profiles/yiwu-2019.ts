import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, says, silent } from '../figures.ts';

const conditions: TrainingRules['conditions'] = [
  {
    code: 'no-pension',
    text: '未按月领取城镇职工基本养老金',
    textEn: 'Draws no monthly pension',
    source: clause('二', '未按月领取城镇职工基本养老金的人员'),
  },
  {
    code: 'of-the-city',
    text: '具有本市户籍、居住证，在本市就业创业或办理失业登记',
    textEn: 'Registered, resident, working or registered as unemployed in the city',
    source: clause(
      '四(一)',
      '具有我市户籍、在我市常住并办有居住证、在我市就业创业或在我市办理失业登记的城乡劳动者',
    ),
  },
];

const duties: TrainingRules['duties'] = [
  {
    code: 'real-name',
    text: '实行实名制管理，补贴项目进入信息化管理平台',
    textEn: 'Real names, and every subsidised training on the platform',
    source: clause('五', '对职业技能提升行动实行实名制管理'),
  },
  {
    code: 'publicity',
    text: '结果公示无误后发放',
    textEn: 'Paid after the result was published without objection',
    source: clause('五(一)', '结果公示无误后，由经办机构按职业资格证书和相关信息将培训补贴发放'),
  },
  {
    code: 'spot-check',
    text: '按培训人数、质量和资金使用情况绩效评价',
    textEn: 'Judged by numbers, quality and use of the money',
    source: clause('六(四)', '按照培训人数、质量和资金使用情况实施绩效评价'),
  },
];

const anyTime = { days: 0, of: 'calendar', reading: 'at-least', ambiguous: false } as const;
const beforeClass = {
  text: '只规定报备，没有规定提前几日：开班前即可。',
  textEn: 'It asks for filing and names no days: any time before the class begins.',
};

const shared: Omit<TrainingRules, 'name' | 'nameEn' | 'money'> = {
  ...silent,
  mostAYear: says(3, '四(一)', '职业培训补贴原则上每人每年可享受不超过 3 次', {
    text: '「每年」按自然年计。',
    textEn: 'A year is taken as the calendar year.',
  }),
  sameOccupationAndLevel: says('never', '四(一)', '但同一职业（项目）同一等级不可重复享受'),
  conditions,
  duties,
};

const reported = says(anyTime, '五(一)', '并向人社局报备培训开班', beforeClass);
const reportedSafety = says(anyTime, '五(二)', '并向主管部门报备培训开班组织学员培训', beforeClass);
const reportedApprentices = says(
  anyTime,
  '五(三)',
  '填写《申报书》经报送人社局、财政局审核备案后',
  beforeClass,
);

/** 义乌市职业技能提升行动实施方案 (2019—2021年). */
export const yiwu2019: Profile = {
  id: 'yiwu-2019',
  version: 1,
  title: '义乌市职业技能提升行动实施方案（2019—2021年）',
  titleEn: 'Yiwu 2019–2021',
  document: '义政办发〔2019〕104号',
  draft: false,
  from: '2020-01-30',
  to: '2021-12-31',
  remarks: [
    {
      text: '同一培训班补贴标准最多上浮一次：符合多项时列出各项金额，由审核员选择。',
      textEn: 'At most one uplift a class: where several fit, each amount is shown and a reviewer chooses.',
    },
    {
      text: '项目制按天计（8个标准课时一天）；不足一天的课时，按整天和按课时两种金额都列出。',
      textEn: 'Projects are paid by the day of eight periods; for a part of a day both readings are shown.',
    },
    {
      text: '文件未规定录像、考勤方式、出勤率和签到时段；相应数字为系统默认，可在开班计划中修改。',
      textEn: 'The text names no video, way of checking in, attendance or windows: the product’s defaults.',
    },
  ],
  types: [
    {
      ...shared,
      name: '职业资格培训',
      nameEn: 'For a vocational certificate',
      filing: reported,
      money: says('yiwu-certificate', '四(一)', '职业资格培训补贴标准为高级技师 5000 元'),
    },
    {
      ...shared,
      name: '项目制培训',
      nameEn: 'Project training',
      periodsMakeADay: says(8, '四(一)', '每人每天（8 个标准课时）200 元'),
      mostPeople: says(80, '四(一)', '每期培训班不超过 80 人'),
      money: says('yiwu-project', '四(一)', '项目制培训补贴标准为每人每天（8 个标准课时）200 元'),
    },
    {
      ...shared,
      name: '安全技能培训',
      nameEn: 'Safety training',
      filing: reportedSafety,
      money: says('yiwu-safety', '四(二)', '将安全技能培训纳入补贴范围'),
    },
    {
      ...shared,
      name: '企业新型学徒制培训',
      nameEn: 'New apprenticeship',
      filing: reportedApprentices,
      money: says(
        'yiwu-apprentice',
        '四(一)',
        '企业新型学徒制的职工学徒按学徒每人每年最高 6000 元的标准进行补贴',
      ),
    },
    {
      ...shared,
      name: 'SYB创业培训',
      nameEn: 'SYB start-up training',
      money: says('yiwu-start-up', '四(一)', 'SYB 创业培训补贴标准为 1500 元'),
    },
    {
      ...shared,
      name: '互联网+创业培训',
      nameEn: 'Internet+ start-up training',
      money: says('yiwu-start-up', '四(一)', '互联网+创业培训补贴标准为 1800 元'),
    },
    {
      ...shared,
      name: '互联网+职业技能培训',
      nameEn: 'Online skill training',
      money: says('yiwu-online', '四(二)', '按最高每人每课时 20 元的标准给予补贴'),
    },
  ],
};
