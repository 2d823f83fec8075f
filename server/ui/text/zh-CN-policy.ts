import type { CalendarYear } from '../../../sync/contract/calendar.ts';
import type {
  AmountFigure,
  CheckInDuty,
  DaySpan,
  Deadline,
  FilingTime,
  TrainingRules,
  VideoDuty,
} from '../../../sync/contract/policy.ts';

type Texts<K extends string> = Record<K, string>;

const video: Texts<VideoDuty> = {
  'theory-whole': '理论课全程录像',
  whole: '全程录像',
  'three-clips': '授课视频不少于3次，每次不少于2分钟',
  none: '不要求',
};
const checkIn: Texts<CheckInDuty> = {
  'face-or-finger': '人脸或指纹打卡',
  'sign-in': '签到',
  none: '未规定',
};
const step: Texts<Deadline['step']> = {
  claim: '报送材料',
  review: '审核',
  publicity: '公示',
  payment: '拨付',
};
const figure: Texts<Exclude<keyof TrainingRules, 'name' | 'nameEn' | 'eitherLeastIsEnough'>> = {
  periodMinutes: '每课时',
  mostPeriodsADay: '每天最多课时',
  periodsMakeADay: '一天折合课时',
  leastPeriods: '最少课时',
  leastDays: '最少天数',
  examsExcluded: '考核测试',
  leastPeople: '每班最少人数',
  mostPeople: '每班最多人数',
  mostCapacity: '机构最大培训人数',
  mostClassesAYear: '每年最多期数',
  attendancePercent: '出勤率',
  filing: '开班备案',
  video: '录像',
  checkIn: '考勤方式',
  retentionYears: '台账保存',
  mostAYear: '每人每年补贴次数',
  sameOccupationAndLevel: '同一职业同一等级',
  ageMen: '男性年龄',
  ageWomen: '女性年龄',
  contractWithinMonths: '距劳动合同签订',
  contractLeastMonths: '劳动合同期限',
  fraudBarsYears: '弄虚作假禁申',
  conditions: '须由人确认的条件',
  duties: '其他要求',
  ledger: '台账',
  claimPapers: '申领材料',
  certificate: '证书编号',
  deadlines: '期限',
  prepayPercent: '先行拨付',
  prepayPercentForProjects: '先行拨付（去产能、项目制）',
  money: '补贴标准',
};
const filingReading: Texts<FilingTime['reading']> = { 'at-least': '至少提前', within: '提前不超过' };
const certificateForm = {
  suihua: (prefix: string): string => `16位，如 ${prefix}120219000001`,
  wenzhou: (prefix: string): string => `10位，如 ${prefix}AP2000001`,
  yiwu: (prefix: string): string => `如 ${prefix}-企业简称-1`,
};
const amountIn: Record<AmountFigure['unit'], (n: number) => string> = {
  fen: (n) => `${n / 100} 元`,
  percent: (n) => `${n}%`,
  days: (n) => `${n} 天`,
  periods: (n) => `${n} 课时`,
  people: (n) => `${n} 人`,
  times: (n) => `${n} 次`,
};

const daySpan = ({ days, of }: DaySpan): string => `${days} 个${of === 'working' ? '工作日' : '自然日'}`;

/** Policy profiles, the notes of figures, and the holiday calendar. */
export const zhPolicy = {
  figureNote: {
    open: '看依据',
    default: '系统默认',
    reading: '系统读法',
    clause: (heading: string): string => `依据　${heading}`,
  },
  policy: {
    nav: '政策',
    title: '政策与节假日',
    lead: '每个数字都注明条款和原文；文件没有写明的，标为系统默认。',
    profiles: '政策',
    calendar: '节假日',
    draft: '征求意见稿',
    document: '文号',
    noDocument: '无文号',
    valid: '有效期',
    open: '不限',
    /** Civil days; at least one is known. */
    validity: (from: string | null, to: string | null): string =>
      from === null ? `至 ${to}` : `${from} 至${to === null ? '今' : ` ${to}`}`,
    version: (n: number): string => `第 ${n} 版`,
    remarks: '文件空白与矛盾之处',
    type: '培训种类',
    item: '项目',
    value: '规定',
    source: '依据',
    nothing: '无规定',
    either: '（与最少天数达到其一即可）',
    figure,
    video,
    checkIn,
    step,
    filing: (time: FilingTime): string =>
      time.days === 0
        ? '开班前'
        : `${filingReading[time.reading]} ${daySpan(time)}${time.ambiguous ? '（另一读法也提示）' : ''}`,
    daySpan,
    minutes: (n: number): string => `${n} 分钟`,
    periods: (n: number): string => `${n} 课时`,
    days: (n: number): string => `${n} 天`,
    people: (n: number): string => `${n} 人`,
    classes: (n: number): string => `${n} 期`,
    percent: (n: number): string => `不低于 ${n}%`,
    years: (n: number): string => `${n} 年`,
    months: (n: number): string => `${n} 个月`,
    times: (n: number): string => `不超过 ${n} 次`,
    age: (least: number, most: number): string => `${least}–${most} 周岁`,
    examsOut: '不计入课时',
    examsIn: '计入课时',
    never: '不得重复享受',
    onceAYear: '同一年度内不得重复',
    certificate: certificateForm,
    papers: (n: number): string => `${n} 项`,
    moneyElsewhere: '见另行文件，不设金额',
    moneyRule: '按以下金额与比例计算，逐行列出',
    amount: '金额与比例',
    amountIn,
    deadline: (name: string, span: string): string => `${name} ${span}`,
  },
  calendar: {
    year: '年度',
    holidays: '放假日',
    makeUpDays: '调休上班日',
    notEntered: '该年节假日未录入，工作日只按周末计算。',
    origin: (year: Pick<CalendarYear, 'origin'>): string =>
      year.origin === 'shipped' ? '系统自带：国务院办公厅通知' : '本局录入',
    changed: (user: string, time: string): string => `${user} 修改于 ${time}`,
    lead: '影响开班备案、申领、公示等以工作日计的期限。',
    hint: '每行一个日期或一段日期，例如 2026-02-15 至 2026-02-23',
    save: '保存',
    saved: '节假日已保存。',
    badLine: (line: number, textOfLine: string): string =>
      `第 ${line} 行「${textOfLine}」不是本年度的日期，请写成 2026-02-15 或 2026-02-15 至 2026-02-23。`,
    onlyAdmins: '只有人社管理员可以修改。',
  },
};
