import type { CreditReason, CreditReasonCode, ToldReason } from '../../sync/contract/credit.ts';
import { enOf, zhOf } from './reason-words.ts';

type About = CreditReason['about'];
type Sentence = (about: Said) => string;

/** Reads what a reason is about; what is not there reads as nothing. */
interface Said {
  readonly n: (key: string) => number;
  readonly s: (key: string) => string;
  /** A list in words of either language. */
  readonly zh: (key: string) => string;
  readonly en: (key: string) => string;
  /** Milliseconds, in minutes and seconds. */
  readonly length: (key: string) => { readonly zh: string; readonly en: string };
}

const sentences: Record<CreditReasonCode, readonly [Sentence, Sentence]> = {
  'checked-in': [() => '签到覆盖本节', () => 'Check-ins cover the period'],
  'no-check-in': [() => '本节没有签到', () => 'No check-in for the period'],
  'arrived-late': [
    (a) => `迟到 ${a.n('minutes')} 分钟，本节不计`,
    (a) => `${a.n('minutes')} min late: the period does not count`,
  ],
  'left-early': [
    (a) => `提前 ${a.n('minutes')} 分钟签退，本节不计`,
    (a) => `Left ${a.n('minutes')} min early: the period does not count`,
  ],
  'was-away': [
    (a) => `中途离开 ${a.n('minutes')} 分钟，本节不计`,
    (a) => `Away for ${a.n('minutes')} min: the period does not count`,
  ],
  'on-leave': [() => '请假', () => 'On leave'],
  'no-check-out': [
    () => '未签退，不能证明没有中途离开',
    () => 'No check-out: nothing shows that they stayed',
  ],
  'check-in-held': [
    (a) => `另有 ${a.n('count')} 条签到待审（${a.zh('heldFor')}）`,
    (a) => `${a.n('count')} check-ins are held (${a.en('heldFor')})`,
  ],
  'time-proven': [() => '签到时间有服务器凭证证明', () => 'The server’s receipts prove the time'],
  'time-unproven': [() => '签到时间未证明', () => 'The time of a check-in is not proven'],
  'kiosk-not-heard': [
    () => '终端在课后还没有联系服务器，签到可能尚未上传',
    () => 'The kiosk has not spoken since: check-ins may still come',
  ],
  'enrolment-accepted': [() => '登记已经审核人员认可', () => 'A reviewer accepted the enrolment'],
  'enrolment-pending': [() => '登记待审', () => 'The enrolment waits for a reviewer'],
  'enrolment-refused': [() => '登记未被认可，签到不能算作本人', () => 'A reviewer refused the enrolment'],
  'enrolment-missing': [() => '没有本班的登记记录', () => 'There is no record of an enrolment in this class'],
  'in-two-classes': [
    (a) => `同一身份证号同时在另一班（${a.s('class')}）签到`,
    (a) => `The same ID number was checked in in another class (${a.s('class')}) at that time`,
  ],
  'video-covers': [
    (a) => (a.n('clips') > 0 ? `录像 ${a.n('clips')} 次，符合要求` : '录像覆盖本节'),
    (a) => (a.n('clips') > 0 ? `${a.n('clips')} clips: as demanded` : 'Film covers the period'),
  ],
  'video-not-demanded': [() => '政策不要求本节录像', () => 'The policy demands no film of this period'],
  'video-short': [
    (a) => `录像缺 ${a.length('uncoveredMs').zh}（${a.zh('causes')}）`,
    (a) => `${a.length('uncoveredMs').en} of film are missing (${a.en('causes')})`,
  ],
  'video-waiting': [() => '录像待上传', () => 'Film is announced and not uploaded yet'],
  'clips-missing': [
    (a) => `本班录像 ${a.n('clips')} 次，要求不少于 ${a.n('wanted')} 次`,
    (a) => `${a.n('clips')} clips of the class; ${a.n('wanted')} are demanded`,
  ],
  'picture-faulty': [
    (a) => `画面异常：${a.zh('faults')}`,
    (a) => `The picture shows no lesson: ${a.en('faults')}`,
  ],
  'presence-agrees': [
    (a) => `抽查 ${a.n('looks')} 次，人数与签到相符`,
    (a) => `${a.n('looks')} looks into the room agree with the check-ins`,
  ],
  'empty-room': [
    (a) => `空堂：抽查时画面中没有人，已签到 ${a.n('checkedIn')} 人`,
    (a) => `Empty room: no heads, ${a.n('checkedIn')} checked in`,
  ],
  'few-heads': [
    (a) => `人数明显偏少：画面中最多 ${a.n('heads')} 人，已签到 ${a.n('checkedIn')} 人`,
    (a) => `Few heads: at most ${a.n('heads')}, ${a.n('checkedIn')} checked in`,
  ],
  'teacher-present': [() => '任课教师到岗', () => 'The teacher was there'],
  'teacher-absent': [() => '教师未签到', () => 'The teacher did not check in'],
  'teacher-late': [
    (a) => `教师迟到 ${a.n('minutes')} 分钟`,
    (a) => `The teacher was ${a.n('minutes')} min late`,
  ],
  'teacher-left-early': [
    (a) => `教师提前 ${a.n('minutes')} 分钟离开`,
    (a) => `The teacher left ${a.n('minutes')} min early`,
  ],
  'teacher-enrolment': [
    () => '任课教师的登记未经审核人员认可，签到不能证明是本人',
    () => 'No reviewer accepted the teacher’s enrolment: the check-in may be somebody else’s',
  ],
  'lesson-shortened': [
    (a) => `课时缩短：教师在岗且有录像的只有 ${a.n('minutes')} 分钟，本节不计`,
    (a) => `Shortened: teacher and film show ${a.n('minutes')} min of it; the period does not count`,
  ],
  'period-too-short': [
    (a) => `备案课时 ${a.n('minutes')} 分钟，政策要求 ${a.n('wanted')} 分钟`,
    (a) => `Filed with ${a.n('minutes')} min; the policy says ${a.n('wanted')}`,
  ],
  'beyond-daily-limit': [
    (a) => `当天第 ${a.n('rank')} 节，政策规定每天不超过 ${a.n('most')} 节`,
    (a) => `Period ${a.n('rank')} of its day; the policy allows ${a.n('most')}`,
  ],
  exam: [() => '考核时段，不计入课时', () => 'An exam, which is no part of the count'],
};

/** A reason with its sentence in Chinese and in English. */
export function tell(reason: CreditReason): ToldReason {
  const [zh, en] = sentences[reason.code];
  const said = read(reason.about);
  return { ...reason, zh: zh(said), en: en(said) };
}

function read(about: About): Said {
  const n = (key: string) => (typeof about[key] === 'number' ? (about[key] as number) : 0);
  const list = (key: string) => (Array.isArray(about[key]) ? (about[key] as string[]) : []);
  return {
    n,
    s: (key) => (typeof about[key] === 'string' ? (about[key] as string) : ''),
    zh: (key) => list(key).map(zhOf).join('、'),
    en: (key) => list(key).map(enOf).join(', '),
    length: (key) => lengthOf(n(key)),
  };
}

function lengthOf(ms: number): { readonly zh: string; readonly en: string } {
  const total = Math.round(ms / 1_000);
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  const zh = [minutes && `${minutes} 分`, seconds && `${seconds} 秒`].filter(Boolean).join(' ');
  const en = [minutes && `${minutes} min`, seconds && `${seconds} s`].filter(Boolean).join(' ');
  return { zh, en };
}
