import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, type Reading, says } from '../figures.ts';
import {
  asForInduction,
  suihuaConditions,
  suihuaDuties,
  suihuaRemarks,
  suihuaRules,
  suihuaText,
} from './suihua-2019.ts';

const organised = '第五条(三)';

const ledger = [
  '职业技能培训开班申请表',
  '培训课程安排计划',
  '职业技能培训补贴资金申请表',
  '培训教案',
  '职业技能培训人员名册',
  '职业技能培训学员登记表',
  '身份证（社会保障卡）复印件',
  '劳动合同复印件（第1页与签字页）',
  '理论课全程视频、培训现场照片',
  '职业资格证书（或职业技能等级证书、专项职业能力证书、特种作业操作证书、培训合格证书）复印件',
  '人脸识别（指纹识别）打卡等考勤材料',
  '企业与培训机构签订的合作协议',
  '培训结业考试试卷',
  '培训人员成绩单',
];

const claimPapers = [
  '职业技能培训补贴资金申请表',
  '职业技能培训人员名册',
  '税务发票',
  '培训其他基础台账材料',
];

const duties: TrainingRules['duties'] = [
  ...suihuaDuties,
  {
    code: 'spot-check',
    text: '抽查后填写《职业技能培训质量抽查情况记录表》（附件6）',
    textEn: 'An inspection is written down on annex 6',
    source: clause('第五条(四)', '并根据检查情况填写《职业技能培训质量抽查情况记录表》（附件 6）'),
  },
  {
    code: 'class-teacher',
    text: '每期培训班都要安排班主任',
    textEn: 'Each class has a class admin (班主任)',
    source: clause('第五条(四)', '每期培训班都要安排班主任进行培训班级的管理'),
  },
  {
    code: 'device-dossier',
    text: '开班时提供监控、打卡设备的参数和照片，以及操作人员信息',
    textEn: 'Parameters and photographs of the devices, and the operators, are handed in with the filing',
    source: clause('第五条(一)', '提供监控及打卡考勤设备参数和照片、实名制系统账户及操作人员信息'),
  },
  {
    code: 'own-exam',
    text: '企业自行出题组织考试，合格者发证',
    textEn: 'The enterprise sets the exam; who passes gets the certificate',
    source: clause('第五条(五)', '企业自行出题组织考试，考试合格的发放新版《职业培训合格证》'),
  },
  {
    code: 'publicity',
    text: '符合补贴的人员公示5个工作日',
    textEn: 'Who is to be paid for is published for five working days',
    source: clause('第六条(一)', '将符合补贴人员在当地人社部门网站或政府公共服务网站等公示5个工作日'),
  },
  {
    code: 'one-ledger-a-class',
    text: '一班一档，封面贴《卷内文件目录》',
    textEn: 'One class, one ledger, with a list of contents on its cover',
    source: clause('第七条', '不同班次不能混装'),
  },
];

const deadlines: TrainingRules['deadlines'] = [
  {
    step: 'claim',
    limit: says(
      { days: 10, of: 'working' },
      '第六条(一)',
      '培训考核结束后由企业可在10个工作日内向当地人社部门报送相关培训材料',
    ),
  },
  { step: 'publicity', limit: says({ days: 5, of: 'working' }, '第六条(一)', '公示5个工作日') },
  {
    step: 'payment',
    limit: says({ days: 15, of: 'working' }, '第六条(一)', '在15个工作日内拨付剩余培训补贴资金'),
  },
];

/** What every type of this part shares; `reading` where the sentence is on another type. */
function shared(reading?: Reading): Omit<TrainingRules, 'name' | 'nameEn'> {
  return {
    ...suihuaRules,
    periodMinutes: says(40, organised, '每课时 40 分钟', reading),
    mostPeriodsADay: says(8, organised, '每天不超过 8 课时', reading),
    attendancePercent: says(70, organised, '每名学员出勤率要达到 70%以上', reading),
    filing: says(
      { days: 5, of: 'working', reading: 'at-least', ambiguous: false },
      '第五条(二)',
      '在开班前5个工作日',
      { text: '按「至少提前5个工作日」理解。', textEn: 'Read as: at least five working days before.' },
    ),
    video: says('theory-whole', organised, '理论课全程录像'),
    checkIn: says('face-or-finger', organised, '对培训学员实施刷脸（指纹）打卡考勤'),
    conditions: suihuaConditions,
    duties,
    ledger: says(ledger, '第七条', '培训的基础台账由企业申报开班到申请培训补贴的相关材料组成'),
    claimPapers: says(claimPapers, '第六条(二)', '企业在申请培训补贴时需要提供的材料有'),
    deadlines,
    prepayPercent: says(50, '第五条(二)', '由人社部门按照不低于培训补贴标准的50%先行拨付给企业'),
    money: says(
      'elsewhere',
      '第六条',
      '企业职工培训补贴的申请及拨付按照省财政厅、省人社厅《关于印发〈黑龙江省支持职业技能提升行动资金使用管理暂行办法》的通知》黑财规审〔2019〕13号文件规定执行',
    ),
  };
}

const others = shared(asForInduction);

function certificate(prefix: string, phrase: string): TrainingRules['certificate'] {
  return says({ form: 'suihua', prefixes: [prefix] }, '第五条(五)', phrase);
}

const types: Profile['types'] = [
  {
    ...shared(),
    name: '岗前培训',
    nameEn: 'Induction training',
    leastPeriods: says(30, organised, '岗前培训不得低于 30 课时'),
    contractLeastMonths: says(12, '第四条(一)', '对企业新录用并与企业签订1年以上期限劳动合同人员'),
    contractWithinMonths: says(12, '第四条(一)', '在劳动合同签订之日起1年内'),
    certificate: certificate('GQPX', '岗前培训（GQPX）'),
  },
  {
    ...others,
    name: '岗位技能提升培训',
    nameEn: 'Skill upgrading',
    contractLeastMonths: says(12, '第四条(二)', '对与企业签订1年以上期限劳动合同的职工'),
    certificate: certificate('JNPX', '岗位技能提升培训（JNPX）'),
  },
  {
    ...others,
    name: '企业新型学徒培训',
    nameEn: 'New apprenticeship',
    contractLeastMonths: says(12, '第四条(三)', '对与企业签订一年以上劳动合同的技能岗位新招用和转岗等人员'),
    money: says(
      'elsewhere',
      '第六条',
      '企业新型学徒制培训按照《黑龙江省企业新型学徒制实施办法》（黑人社规〔2019〕3号）有关规定执行',
    ),
  },
  { ...others, name: '安全技能培训', nameEn: 'Safety training' },
  {
    ...others,
    name: '以工代训培训',
    nameEn: 'Training by working',
    conditions: [
      ...suihuaConditions,
      {
        code: 'six-months',
        text: '培训期限最长不超过6个月',
        textEn: 'The training lasts six months at most',
        source: clause('第四条(五)', '培训期限最长不超过6个月'),
      },
    ],
  },
  {
    ...others,
    name: '转业转岗培训',
    nameEn: 'Training for a new post',
    certificate: certificate('ZGPX', '转岗培训（ZGPX）'),
  },
];

/** 绥化市职业技能提升行动培训管理办法, 第二章: training of employees. */
export const suihuaEnterprise: Profile = {
  id: 'suihua-2019-enterprise',
  ...suihuaText,
  title: '绥化市职业技能提升行动培训管理办法（企业职工）',
  titleEn: 'Suihua 2019, employees',
  remarks: [
    ...suihuaRemarks,
    {
      text: '每课时40分钟、每天不超过8课时、出勤率70%写在岗前培训句中；没有自己数字的类型照此执行。',
      textEn:
        '40 minutes, 8 a day and 70 % stand in the sentence on 岗前培训; types without figures use them too.',
    },
    {
      text: '补贴标准见另行文件（黑财规审〔2019〕13号等），系统不设金额。',
      textEn: 'Amounts stand in another document; none is set.',
    },
  ],
  types,
};
