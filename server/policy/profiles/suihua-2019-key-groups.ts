import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, type Reading, says } from '../figures.ts';
import { suihuaConditions, suihuaDuties, suihuaRemarks, suihuaRules, suihuaText } from './suihua-2019.ts';

// The text numbers three articles 第十条: each is named by its heading.
const organised = '第十条 培训的组织管理(三)';
const claimed = '第十条 培训补贴的申请及拨付(一)';

const ledger = [
  '职业技能培训开班申请表',
  '培训课程安排计划',
  '培训教案',
  '职业技能培训人员名册',
  '职业技能培训学员登记表',
  '身份证（社会保障卡）复印件',
  '职业资格证书（技能等级证书、职业资格证书、专项职业能力证书、培训合格证书等）复印件',
  '劳动合同等就业证明材料复印件',
  '职业技能培训质量抽查情况记录表',
  '职业技能培训补贴资金申请表',
  '理论课全程视频、培训现场照片',
  '人脸识别（指纹识别）打卡等考勤资料',
  '创业培训相关资料（工商执照、创业培训合格证书等）复印件、创业计划书、企业改善计划',
  '生活补贴发放明细',
  '培训结业考试试卷',
  '培训人员成绩单',
  '相关证件复印件',
];

const claimPapers = [
  '职业技能培训补贴资金申请表',
  '职业技能培训人员名册',
  '职业技能培训班结业验收情况报告',
  '行政事业性收费票据（或税务发票）',
  '培训学员其他基础台账材料',
];

const duties: TrainingRules['duties'] = [
  ...suihuaDuties,
  {
    code: 'remote-monitoring',
    text: '开班期间人社部门全程远程视频监控',
    textEn: 'The bureau watches the whole training by remote video',
    source: clause('第十条 培训的组织管理(四)', '人社部门全程远程视频监控'),
  },
  {
    code: 'spot-check',
    text: '抽查后填写《职业技能培训质量抽查情况记录表》（附件6）',
    textEn: 'An inspection is written down on annex 6',
    source: clause('第十条 培训的组织管理(四)', '并根据检查情况填写《职业技能培训质量抽查情况记录表》'),
  },
  {
    code: 'class-teacher',
    text: '每期培训班都要安排班主任',
    textEn: 'Each class has a class admin (班主任)',
    source: clause('第十条 培训的组织管理(四)', '每期培训班都要安排班主任进行培训班级的管理'),
  },
  {
    code: 'device-dossier',
    text: '开班时提供监控、打卡设备的参数和照片，以及操作人员信息',
    textEn: 'Parameters and photographs of the devices, and the operators, are handed in with the filing',
    source: clause('第十条 培训的组织管理(一)', '并提供监控及打卡考勤设备参数和照片'),
  },
  {
    code: 'own-exam',
    text: '培训机构自行出题组织考试，合格者发证',
    textEn: 'The organiser sets the exam; who passes gets the certificate',
    source: clause(
      '第十条 培训的组织管理(五)',
      '培训机构自行出题组织考试，考试合格的发放新版《职业培训合格证》',
    ),
  },
  {
    code: 'publicity',
    text: '符合补贴的人员公示5个工作日',
    textEn: 'Who is to be paid for is published for five working days',
    source: clause(claimed, '将符合补贴人员在当地人社部门网站或政府公共服务网站等公示 5 个工作日'),
  },
  {
    code: 'final-report',
    text: '申请补贴时提交结业验收情况报告',
    textEn: 'A report of the final inspection is handed in with the claim',
    source: clause('第十条 培训补贴的申请及拨付(二)', '《职业技能培训班结业验收情况报告》'),
  },
  {
    code: 'one-ledger-a-class',
    text: '一班一档，封面贴《卷内文件目录》',
    textEn: 'One class, one ledger, with a list of contents on its cover',
    source: clause('第十条 培训基础台账管理(二)', '不同班次不能混装'),
  },
];

const deadlines: TrainingRules['deadlines'] = [
  {
    step: 'claim',
    limit: says(
      { days: 10, of: 'working' },
      claimed,
      '培训考核结束后由培训机构在 10 个工作日内向当地人社部门报送相关培训材料',
    ),
  },
  { step: 'publicity', limit: says({ days: 5, of: 'working' }, claimed, '公示 5 个工作日') },
  {
    step: 'payment',
    limit: says({ days: 15, of: 'working' }, claimed, '在 15 个或 30 个工作日内', {
      text: '「15个或30个」取较短者，另列30个工作日。',
      textEn: 'Of 15 or 30 the shorter; 30 is listed too.',
    }),
  },
  {
    step: 'payment',
    limit: says({ days: 30, of: 'working' }, claimed, '在 15 个或 30 个工作日内', {
      text: '「15个或30个」的较长者。',
      textEn: 'The longer of 15 or 30.',
    }),
  },
];

const fromInduction: Reading = {
  text: '本句从岗前培训说起；重点群体的各类培训没有另行规定，照此执行。',
  textEn:
    'The sentence begins with 岗前培训; these types have no figure of their own, so it is used for them.',
};

const fromEmployment: Reading = {
  text: '本句说的是就业技能培训；本类型没有另行规定，照此执行。',
  textEn: 'The sentence is on 就业技能培训; this type has no figure of its own, so it is used for it.',
};

const employmentPercent = '就业技能培训每名学员出勤率要达到70%以上';

const shared: Omit<TrainingRules, 'name' | 'nameEn'> = {
  ...suihuaRules,
  periodMinutes: says(40, organised, '每课时40分钟', fromInduction),
  mostPeriodsADay: says(8, organised, '每天不超过8课时', fromInduction),
  attendancePercent: says(70, organised, employmentPercent, fromEmployment),
  filing: says(
    { days: 5, of: 'working', reading: 'at-least', ambiguous: false },
    '第十条 培训的组织管理(二)',
    '开展培训的机构在开班前5个工作日',
    { text: '按「至少提前5个工作日」理解。', textEn: 'Read as: at least five working days before.' },
  ),
  video: says('theory-whole', organised, '理论课全程录像'),
  checkIn: says('face-or-finger', organised, '对培训学员实施人脸识别（或指纹识别）打卡考勤'),
  conditions: suihuaConditions,
  duties,
  ledger: says(ledger, '第十条 培训基础台账管理(一)', '培训的基础台账由申报开班到申请培训补贴的相关材料组成'),
  claimPapers: says(
    claimPapers,
    '第十条 培训补贴的申请及拨付(二)',
    '培训机构在申请培训补贴时需要提供的材料有',
  ),
  deadlines,
  prepayPercent: says(
    50,
    '第十条 培训的组织管理(二)',
    '并由人社部门按照不低于收费标准的50%先 行拨付给培训机构',
  ),
  prepayPercentForProjects: says(
    70,
    '第十条 培训的组织管理(二)',
    '承担项目制培训的，可向其先行拨付不低于70%的培训补贴 资金',
  ),
  money: says('elsewhere', '第十条 培训补贴的申请及拨付', '培训补贴标准按照绥财联发（2018）49 号文件执行'),
};

const types: Profile['types'] = [
  { ...shared, name: '劳动预备制培训', nameEn: 'Preparation of school leavers' },
  {
    ...shared,
    name: '就业技能培训',
    nameEn: 'Skills for employment',
    attendancePercent: says(70, organised, employmentPercent),
    conditions: [
      {
        code: 'no-pension',
        text: '不具有按月领取养老金的资格',
        textEn: 'Draws no monthly pension',
        source: clause('第九条(二)', '确有培训需求不具有按月领取养老金资格的人员'),
      },
    ],
    certificate: says(
      { form: 'suihua', prefixes: ['JNPX'] },
      '第十条 培训的组织管理(五)',
      '就业技能培训（JNPX）',
    ),
  },
  { ...shared, name: '实用技能培训', nameEn: 'Practical rural skills' },
  {
    ...shared,
    name: '创业培训',
    nameEn: 'Start-up training',
    attendancePercent: says(90, organised, '创业培训学员的到课率达到90%以上'),
  },
];

/** 绥化市职业技能提升行动培训管理办法, 第三章: training of the key groups. */
export const suihuaKeyGroups: Profile = {
  id: 'suihua-2019-key-groups',
  ...suihuaText,
  title: '绥化市职业技能提升行动培训管理办法（就业重点群体）',
  titleEn: 'Suihua 2019, key groups',
  remarks: [
    ...suihuaRemarks,
    {
      text: '文件有三个「第十条」：按条目标题引用。',
      textEn: 'Three articles are numbered 第十条: they are cited by heading.',
    },
    {
      text: '第十条(三)提到岗前培训不低于30课时，而第九条未列岗前培训：岗前培训按企业职工部分备案。',
      textEn:
        'Article 10 (3) gives a minimum for 岗前培训, which article 9 does not list: file it as for employees.',
    },
    {
      text: '补贴标准见绥财联发（2018）49号，系统不设金额。',
      textEn: 'Amounts stand in another document; none is set.',
    },
  ],
  types,
};
