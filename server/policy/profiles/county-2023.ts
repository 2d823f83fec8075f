import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, says, silent } from '../figures.ts';

const duties: TrainingRules['duties'] = [
  {
    code: 'real-name',
    text: '未录入实名制信息系统的不予补贴（涉密单位除外）',
    textEn: 'Who is not entered in the real-name system is not paid for (secret units excepted)',
    source: clause('六', '不录不补'),
  },
  {
    code: 'online-supervision',
    text: '从2024年1月1日起全部线上全流程监管',
    textEn: 'From 2024-01-01 all is supervised online',
    source: clause('六', '从 2024年 1月 1日起，要全部实现线上全流程监管'),
  },
  {
    code: 'e-voucher',
    text: '电子券闭环：申请、发券、培训、兑现、核销',
    textEn: 'The e-voucher’s round: applied, issued, trained, redeemed, written off',
    source: clause('六', '申请-发券-培训（评价）-兑现-核销'),
  },
];

const enterprisePapers = [
  '培训人员花名册',
  '营业执照副本复印件',
  '劳动合同复印件或连续 2个月以上的工资发放证明或社保缴纳证明',
  '企业承诺书',
];

const enterprise: Omit<TrainingRules, 'name' | 'nameEn'> = {
  ...silent,
  periodsMakeADay: says(8, '四(一)2', '培训时间累计不少于 3 天（或 24 学时）', {
    text: '24学时为3天，即8学时一天。',
    textEn: '24 periods are three days: eight a day.',
  }),
  leastPeriods: says(24, '四(一)2', '培训时间累计不少于 3 天（或 24 学时）'),
  leastDays: says(3, '四(一)2', '培训时间累计不少于 3 天（或 24 学时）'),
  eitherLeastIsEnough: true,
  video: says('none', '四(一)3', '培训资料无需提供视频记录'),
  sameOccupationAndLevel: says(
    'once-a-year',
    '四(一)3',
    '企业职工培训同一工种同一等级同一年度内不得重复培训',
  ),
  duties,
  claimPapers: says(enterprisePapers, '四(一)3', '申请企业职工技能培训补贴应附'),
  money: says('county-enterprise', '四(一)2', '按照参加培训人数给予企业每人 300元的职业技能培训补贴'),
};

const keyGroupPapers = [
  '培训班开班报告',
  '人员花名册',
  '基本身份类证明',
  '劳动合同（就业协议）复印件或连续 2个月以上的工资发放证明或社保缴纳证明材料',
];

const keyGroup: Omit<TrainingRules, 'name' | 'nameEn'> = {
  ...silent,
  filing: says(
    { days: 0, of: 'calendar', reading: 'at-least', ambiguous: false },
    '四(二)',
    '职业技能培训补贴应附培训班开班报告',
    {
      text: '没有规定提前几日：开班前即可。',
      textEn: 'No days are named: any time before the class begins.',
    },
  ),
  video: says('whole', '四(二)', '培训机构应保存全程培训视频资料备查'),
  retentionYears: says(2, '四(二)', '相关资料保存期不少于 2年'),
  conditions: [
    {
      code: 'key-group',
      text: '农村转移劳动力、失业人员、脱贫劳动力或离校未就业高校毕业生等重点群体',
      textEn: 'Of a key group: rural migrants, unemployed, lifted out of poverty, graduates without work',
      source: clause(
        '四(二)',
        '对农村转移劳动力、失业人员、脱贫劳动力以及离校未就业高校毕业生等就业重点群体',
      ),
    },
  ],
  duties,
  claimPapers: says(keyGroupPapers, '四(二)', '申请材料：职业技能培训补贴应附'),
  money: says(
    'county-key-group',
    '四(二)',
    '按前 10天每人每天 150元、之后每人每天 100 元，最高每人不超过 5000 元补贴标准',
  ),
};

const certificatePapers = ['资金申请表', '取证人员花名册'];

const types: Profile['types'] = [
  { ...enterprise, name: '岗前培训', nameEn: 'Induction training' },
  { ...enterprise, name: '安全技能培训', nameEn: 'Safety training' },
  { ...enterprise, name: '在岗培训', nameEn: 'On-the-job training' },
  { ...enterprise, name: '岗位技能提升培训', nameEn: 'Skill upgrading' },
  { ...enterprise, name: '转岗转业培训', nameEn: 'Training for a new post' },
  { ...enterprise, name: '综合性培训', nameEn: 'General skills (drills, contests, online)' },
  { ...enterprise, name: '职业资格或技能等级培训', nameEn: 'For a certificate' },
  { ...enterprise, name: '境外培训', nameEn: 'Training abroad' },
  {
    ...enterprise,
    name: '企业新型学徒制培训',
    nameEn: 'New apprenticeship',
    leastPeriods: null,
    leastDays: null,
    eitherLeastIsEnough: false,
    claimPapers: null,
    money: says('county-apprentice', '四(一)2', '给予企业每人每年 5000元的职业培训补贴'),
  },
  { ...keyGroup, name: '订单式培训', nameEn: 'Training to order' },
  { ...keyGroup, name: '项目制培训', nameEn: 'Project training' },
  {
    ...silent,
    duties,
    name: '创业培训',
    nameEn: 'Start-up training',
    money: says('elsewhere', '四(三)', '补贴标准按《就业补助资金管理办法》有关规定执行'),
  },
  {
    ...silent,
    duties,
    name: '新增技能人才取证',
    nameEn: 'New certificates',
    sameOccupationAndLevel: says('never', '五(二)', '同一等级只能享受一次取证补贴'),
    conditions: [
      {
        code: 'no-upgrading-subsidy',
        text: '未享受失业保险技能提升补贴',
        textEn: 'Has had no skill subsidy of the unemployment insurance',
        source: clause(
          '五(二)',
          '企业职工缴纳失业保险符合享受技能提升补贴的人员，不再享受新增技能人才、高技能人才取证补贴',
        ),
      },
    ],
    claimPapers: says(certificatePapers, '五(四)', '由评价机构申领，填写资金申请表，应附'),
    money: says('county-certificate', '五(三)', '职业资格证书或职业技能等级证书初级工每人 400元'),
  },
];

/** A county's notice of 2023; the text at hand begins in the middle of the document. */
export const county2023: Profile = {
  id: 'county-2023',
  version: 1,
  title: '县级职业技能培训实施意见（2023年）',
  titleEn: 'County 2023',
  document: null,
  draft: false,
  from: null,
  to: null,
  remarks: [
    {
      text: '所据文本从正文中间开始，文件名、文号和第一部分缺失；使用前请核对全文。',
      textEn: 'The text at hand begins in mid-document: title, number and part one are missing.',
    },
    {
      text: '「3天（或24学时）」达到其一即可。',
      textEn: 'Three days or 24 periods: one of the two is enough.',
    },
    {
      text: '文件未规定每课时分钟数、出勤率、签到时段和备案提前日数；采用系统默认或不作要求。',
      textEn: 'No period length, attendance, windows or days of filing: our defaults, or no demand.',
    },
    {
      text: '创业培训补贴按《就业补助资金管理办法》，系统不设金额。',
      textEn: 'Start-up amounts stand in another document; none is set.',
    },
  ],
  types,
};
