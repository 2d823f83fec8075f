import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, says, silent } from '../figures.ts';

const ledger = ['培训方案', '考勤签到记录', '授课记录', '影像记录', '考核材料'];

const claimPapers = [
  '义乌市企业职工职业技能培训补贴申请表',
  '义乌市企业职工职业技能培训承诺书',
  '学员考勤表',
  '教师授课记录',
  '义乌市企业职工职业技能培训合格学员名册',
  '培训影像资料',
];

const conditions: TrainingRules['conditions'] = [
  {
    code: 'contract-or-dispatched',
    text: '与企业签订1年以上期限劳动合同，或为在派遣协议期内的劳务派遣人员',
    textEn: 'A labour contract of a year or more, or dispatched under a running agreement',
    source: clause('六(一)', '企业使用的在派遣协议期内的劳务派遣人员'),
  },
  {
    code: 'insured-six-months',
    text: '2022年8月前在用工企业连续正常缴纳社会保险6个月以上',
    textEn: 'Insured by the enterprise without a break for six months or more before August 2022',
    source: clause(
      '六(一)',
      '以上人员于 2022 年 8 月前应在用工企业连续正常缴纳社会保险（指职工养老保险、失业保险或工伤保险）6 个月以上',
    ),
  },
  {
    code: 'insured-at-claim',
    text: '申领补贴时社会保险仍处于正常缴费状态',
    textEn: 'Still insured when the subsidy is claimed',
    source: clause('六(一)', '至企业申领补贴时仍处于正常缴费状态'),
  },
  {
    code: 'credit-grade-c',
    text: '企业2022年7月信用等级为C级（含）以上',
    textEn: 'The enterprise’s credit grade of July 2022 is C or better',
    source: clause('六(一)', '2022 年 7 月信用等级为 C 级（含）以上的各类企业'),
  },
];

const duties: TrainingRules['duties'] = [
  {
    code: 'real-name',
    text: '学员经浙江省职业能力一体化工作平台（zyjn）报名备案',
    textEn: 'Trainees are registered on the province’s zyjn platform',
    source: clause('四(一)', '通过浙江省职业能力一体化工作平台提交培训开班申请'),
  },
  {
    code: 'publicity',
    text: '公示5个工作日，身份证号隐藏部分数字',
    textEn: 'Published for five working days, ID numbers with some digits hidden',
    source: clause('四(四)2', '培训人员名单（含隐藏部分数字的身份证号码）'),
  },
  {
    code: 'spot-check',
    text: '人社部门不定期检查和抽查开班备案、考勤、影像',
    textEn: 'The bureau inspects filing, attendance and video at times of its own',
    source: clause('五(三)', '不定期进行检查和抽查，主要检查开班备案、考勤、培训影像等资料'),
  },
  {
    code: 'own-exam',
    text: '企业自行组织考核测试，合格者发证',
    textEn: 'The enterprise sets the exam; who passes gets the certificate',
    source: clause('三', '由企业自行组织考核测试，考核合格的由企业颁发《培训合格证书》'),
  },
  {
    code: 'double-pledge',
    text: '企业和参训职工双承诺',
    textEn: 'Both the enterprise and the trainee pledge',
    source: clause('五(一)', '采取“双承诺制”，由企业和参训职工承诺按规定完成培训任务'),
  },
  {
    code: 'no-class-twice',
    text: '同一班次不得重复申报',
    textEn: 'No class is claimed twice',
    source: clause('五(二)', '对虚报培训人数、同一班次重复申报、缩短培训时间等套取、骗取培训补贴资金的'),
  },
];

const elsewhere = (text: string, textEn: string) => ({ text, textEn });

const shared: Omit<TrainingRules, 'name' | 'nameEn'> = {
  ...silent,
  periodMinutes: says(45, '三', '每课时 45 分钟'),
  periodsMakeADay: says(8, '三', '一天 8 个标准课时'),
  leastPeriods: says(24, '三', '企业职业技能培训课时不少于 24 课时'),
  leastDays: says(3, '附件5', '日期跨度至少在 3 日以上', {
    text: '「以上」包括本数：不少于3日。',
    textEn: '以上 includes the number: three days or more.',
  }),
  examsExcluded: says(true, '三', '培训课时不含考核测试时间'),
  leastPeople: says(20, '四(一)', '原则上每班次不少于 20人', {
    text: '「原则上」：提示，不阻止。',
    textEn: 'In principle: it warns and never blocks.',
  }),
  mostPeople: says(50, '四(一)', '原则上每班次不少于 20人不超过 50 人', {
    text: '「原则上」：提示，不阻止。',
    textEn: 'In principle: it warns and never blocks.',
  }),
  mostCapacity: says(80, '附件5', '“最大培训人数”控制在 80 人以内'),
  attendancePercent: says(80, '五(二)', '参训职工到课率低于总课时 80%的，不予补贴支持'),
  filing: says(
    { days: 5, of: 'calendar', reading: 'at-least', ambiguous: true },
    '四(一)',
    '在实施培训前 5 日内',
    {
      text: '按「至少提前5日」理解；也可读作「5日之内」，两种都提示。',
      textEn: 'Read as at least five days before; it can also mean within the five days: both are warned of.',
    },
  ),
  video: says('whole', '四(三)', '培训过程需全程录像'),
  checkIn: says('sign-in', '五(二)', '做好参训职工签到工作，如实记录出勤情况'),
  retentionYears: says(5, '四(三)', '管理时间不少于 5 年'),
  mostAYear: says(
    3,
    '六(二)',
    '本细则未尽事宜，按照《义乌市职业技能提升行动实施方案（2019-2021 年）》（义政办发〔2019〕104 号）规定办理',
    elsewhere(
      '该方案四(一)：「原则上每人每年可享受不超过 3 次」。',
      'That plan, 四(一): no more than three a year.',
    ),
  ),
  sameOccupationAndLevel: says(
    'never',
    '六(二)',
    '本细则未尽事宜，按照《义乌市职业技能提升行动实施方案（2019-2021 年）》（义政办发〔2019〕104 号）规定办理',
    elsewhere(
      '该方案四(一)：「同一职业（项目）同一等级不可重复享受」。',
      'That plan, 四(一): never twice for the same occupation and level.',
    ),
  ),
  contractLeastMonths: says(12, '六(一)', '与企业签订 1 年以上期限劳动合同的人员'),
  fraudBarsYears: says(2, '五(二)', '企业两年内不得在人力资源社会保障部门申请相关培训补贴'),
  conditions,
  duties,
  ledger: says(
    ledger,
    '四(三)',
    '并建立培训台账（培训方案、考勤签到记录、授课记录、影像记录、考核材料等应装订成册并归档管理',
  ),
  claimPapers: says(claimPapers, '四(四)1', '企业向市人力资源社会保障部门提供以下材料'),
  certificate: says({ form: 'yiwu', prefixes: ['QXMZ'] }, '附件3', '证书编号：QXMZ-XXXX（企业简称）-序号'),
  deadlines: [
    {
      step: 'review',
      limit: says(
        { days: 15, of: 'working' },
        '四(四)2',
        '市人力资源社会保障部门受理申请后，在 15个工作日内完成审核',
      ),
    },
    { step: 'publicity', limit: says({ days: 5, of: 'working' }, '四(四)2', '公示期为 5 个工作日') },
  ],
  money: says('yiwu-2022', '三', '按照 600 元/人标准给予企业培训补贴'),
};

/** 义乌市企业职工职业技能培训操作细则: a consultation draft. */
export const yiwu2022: Profile = {
  id: 'yiwu-2022',
  version: 1,
  title: '义乌市企业职工职业技能培训操作细则（征求意见稿）',
  titleEn: 'Yiwu 2022, employees (consultation draft)',
  document: null,
  draft: true,
  from: null,
  to: '2022-12-31',
  remarks: [
    {
      text: '本文件为征求意见稿，使用前请核对正式文本。',
      textEn: 'A consultation draft: compare it with the text in force before use.',
    },
    {
      text: '「前5日内」按至少提前5日理解，两种读法都提示。',
      textEn: '前5日内 is read as at least five days before; both readings are warned of.',
    },
    {
      text: '班级人数为「原则上」：只提示，不阻止。',
      textEn: 'The class size holds in principle: it warns and never blocks.',
    },
    {
      text: '文件未规定签到时段、迟到和签退；采用系统默认，可在开班计划中修改。',
      textEn:
        'No text defines check-in windows, lateness or check-out: the product’s defaults, changed in the plan.',
    },
  ],
  types: [
    { ...shared, name: '适岗培训', nameEn: 'Fitting for the post' },
    { ...shared, name: '安全技能提升培训', nameEn: 'Safety skills' },
    { ...shared, name: '岗位技能提升培训', nameEn: 'Skill upgrading' },
    { ...shared, name: '转岗转业培训', nameEn: 'Training for a new post' },
  ],
};
