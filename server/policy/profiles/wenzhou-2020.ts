import type { Profile } from '../../../sync/contract/policy.ts';
import { clause, says } from '../figures.ts';
import { wenzhouPapers as papers, shared, startUp, threeClips, wenzhouAges } from './wenzhou-rules.ts';

const certificates: Profile['types'] = [
  {
    ...shared,
    name: '职业资格培训',
    nameEn: 'For a vocational certificate',
    claimPapers: papers('一(一)2', [
      '温州市职业培训补贴申请表（单位）',
      '温州市职业培训补助学员花名册',
      '身份证复印件',
      '职业资格证书发证名册',
      '温州市社会保障·市民卡信息',
    ]),
    certificate: null,
    money: says(
      'wenzhou-certificate',
      '一(一)1',
      '技能人员国家职业资格证书、职业技能等级证书分别按 A、B、C 类给予补贴',
    ),
  },
  {
    ...shared,
    name: '以师带徒培训',
    nameEn: 'Master and apprentices',
    mostPeople: says(10, '一(五)', '以师带徒培训每期带徒人数一般不超过 10 人', {
      text: '「一般」：提示，不阻止。',
      textEn: 'In general: it warns and never blocks.',
    }),
    mostClassesAYear: says(4, '一(五)', '每年不超过 4 期'),
    claimPapers: papers('一(五)', [
      '温州市职业培训补贴申请表(单位)',
      '培训(带徒)计划备案表',
      '带徒协议书',
      '职业资格证书发证名册',
    ]),
    certificate: null,
    money: says('wenzhou-certificate', '一(五)', '按取得职业资格证书人数和补贴目录内标准'),
  },
];

const projectPapers = papers('一(二)2', [
  '温州市职业培训补贴申请表(单位)',
  '温州市职业培训学员花名册',
  '签到表',
  '培训合格证书发证名册',
  '培训授课视频',
]);

const projects: Profile['types'] = [
  {
    ...shared,
    name: '项目制培训',
    nameEn: 'Project training',
    video: threeClips('一(二)2(1)'),
    checkIn: says('sign-in', '一(二)2(1)', '签到表、培训合格证书发证名册、培训授课视频'),
    claimPapers: projectPapers,
    money: says('wenzhou-project', '一(二)1', '项目制培训按每人每课时 25 元、不超过 2000 元进行补贴'),
  },
  {
    ...shared,
    name: '特种作业人员安全技能培训',
    nameEn: 'Special operations',
    video: threeClips('一(二)2(1)'),
    checkIn: says('sign-in', '一(二)2(1)', '签到表、培训合格证书发证名册、培训授课视频'),
    claimPapers: projectPapers,
    certificate: null,
    money: says('wenzhou-safety', '一(二)1', '其中特种作业人员操作证和特种设备作业人员证书 500 元'),
  },
];

const inductionPapers = papers('一(三)1', [
  '温州市职业培训开班申报表',
  '温州市职业培训补贴申请表(单位)',
  '温州市职业培训学员花名册',
  '身份证复印件',
  '培训合格证书发证名册',
]);
const eightPeriods = says(8, '一(三)', '培训总课时不少于 8 课时（1 天）的，按 200 元/人的标准补贴企业');

const induction: Profile['types'] = [
  {
    ...shared,
    name: '企业岗前技能培训',
    nameEn: 'Induction in an enterprise',
    periodsMakeADay: says(8, '一(三)', '培训总课时不少于 8 课时（1 天）的'),
    leastPeriods: eightPeriods,
    contractWithinMonths: says(12, '一(三)1', '对新录用员工且在劳动合同签订之日起12个月内'),
    claimPapers: inductionPapers,
    money: says('wenzhou-induction', '一(三)1', '按 200 元/人的标准补贴企业'),
  },
  {
    ...shared,
    name: '家政服务人员岗前培训',
    nameEn: 'Induction of domestic workers',
    periodsMakeADay: says(8, '一(三)', '培训总课时不少于 8 课时（1 天）的'),
    leastPeriods: says(8, '一(三)2', '培训总课时不少于 8 课时（1 天）的，按 200 元/人的标准补贴机构'),
    ageWomen: wenzhouAges.domesticWomen,
    filing: says(
      { days: 0, of: 'calendar', reading: 'at-least', ambiguous: false },
      '三(一)',
      '（家政服务人员岗前培训可灵活备案）',
      {
        text: '没有规定提前几日：开班前即可。',
        textEn: 'No days are named: any time before the class begins.',
      },
    ),
    claimPapers: inductionPapers,
    money: says('wenzhou-induction', '一(三)2', '按 200 元/人的标准补贴机构'),
  },
];

const apprentices: Profile['types'] = [
  {
    ...shared,
    name: '企业新型学徒制培训',
    nameEn: 'New apprenticeship',
    video: threeClips('一(四)'),
    claimPapers: papers('一(四)', [
      '温州市职业培训补贴申请表(单位)',
      '温州市职业培训学员花名册',
      '职业资格证书编号',
      '培训授课视频',
      '行政事业性收费票据(或税务发票)',
      '企业在银行开立的基本账户',
    ]),
    conditions: [
      {
        code: 'student-employed',
        text: '学生学徒：培训后签订劳动合同并缴纳社会保险，否则不予补贴',
        textEn: 'A student apprentice is employed and insured afterwards, or nothing is paid',
        source: clause('一(四)', '培训后企业未与实习学徒签订劳动合同和缴纳社会保险费的不予补贴'),
      },
    ],
    money: says('wenzhou-apprentice', '一(四)', '职工学徒每人每年实际培训费低于4000元的，按实补贴'),
  },
];

/** 温州市区职业技能提升行动培训补贴管理办法. */
export const wenzhou2020: Profile = {
  id: 'wenzhou-2020',
  version: 1,
  title: '温州市区职业技能提升行动培训补贴管理办法',
  titleEn: 'Wenzhou 2020',
  document: '温人社发〔2020〕58号',
  draft: false,
  from: '2020-05-01',
  to: '2021-12-31',
  remarks: [
    {
      text: '项目制上限2000元与上浮30%先后不明：2000元与2600元两种金额都列出，由审核员选择。',
      textEn: 'Whether the cap of 2000 or the +30 % comes first is open: both are shown, a reviewer chooses.',
    },
    {
      text: '录像「不少于3次，每次不少于2分钟」适用于项目制、学徒制和创业培训；岗前培训申领材料没有视频。',
      textEn: 'Three clips are asked of projects, apprenticeships and start-ups; induction hands in none.',
    },
    {
      text: '文件未规定出勤率、签到时段、迟到和签退；采用系统默认，可在开班计划中修改。',
      textEn: 'The text names no attendance, windows, lateness or check-out: the product’s defaults.',
    },
  ],
  types: [...certificates, ...projects, ...induction, ...apprentices, ...startUp],
};
