import type { Role } from '../../../sync/contract/class-plan.ts';
import type { Finding } from '../../../sync/contract/findings.ts';
import type { CameraName } from '../../../sync/contract/lesson-records.ts';
import type { DecisionReason, Method } from '../../../sync/contract/records.ts';
import type { Replay } from '../../../sync/contract/replay.ts';
import type { AttendanceStatus, ClassTile, SessionSummary, TimeSign } from '../../../sync/contract/review.ts';
import type { HalfDay } from '../time.ts';

type GapReason = Replay['gaps'][number]['cause'];
type SegmentState = Replay['segments'][number]['state'];
export type RecordingState = ClassTile['recording'];
type Texts<K extends string> = Record<K, string>;

const role: Texts<Role> = { trainee: '学员', teacher: '教师', 'class-admin': '班主任' };
const method: Texts<Method> = { face: '人脸', finger: '指纹' };
const camera: Texts<CameraName> = { room: '教室', door: '门口' };
const reason: Texts<DecisionReason> = {
  'on-time': '按时',
  late: '迟到',
  'check-out': '签退',
  'early-leave': '早退',
  'unknown-person': '未识别到本人',
  'already-checked-in': '已签到，重复',
  'already-checked-out': '已签退，重复',
  'outside-window': '不在签到时间内',
  'not-on-roster': '不在名册',
  'wrong-class': '不是本班学员',
};
const status: Texts<AttendanceStatus> = {
  present: '出勤',
  late: '迟到',
  'left-early': '早退',
  absent: '缺勤',
  pending: '未结束',
};
const gapCause: Texts<GapReason> = {
  'camera-lost': '摄像头断开',
  stalled: '画面停滞',
  'process-died': '录像程序中断',
  'disk-full': '磁盘已满',
  'admin-stopped': '班主任停止录像',
  'machine-off': '终端关机',
  'file-damaged': '录像文件损坏',
  'clock-set': '时钟被调整',
  'plan-late': '计划下达过晚',
  unexplained: '原因不明',
  'not-uploaded': '尚未上传',
};
const segmentState: Texts<SegmentState> = {
  announced: '已登记，待上传',
  verified: '已核验',
  damaged: '已损坏',
};
const recording: Texts<RecordingState> = { recording: '录像中', idle: '未录像', fault: '录像故障' };
const sessionState: Texts<SessionSummary['state']> = { past: '已结束', now: '进行中', later: '未开始' };
const half: Texts<HalfDay> = { morning: '上午', afternoon: '下午', evening: '晚上' };
const kind: Texts<'theory' | 'practice'> = { theory: '理论', practice: '实操' };
const kindShort: Texts<'theory' | 'practice'> = { theory: '理', practice: '实' };
const findingCode: Texts<Finding['code']> = {
  'bad-signature': '签名无效',
  'broken-chain': '记录链断裂',
  'device-cloned': '密钥被复制或状态被回滚',
  'device-revoked': '终端已吊销',
  'certificate-expired': '终端证书已到期',
  'stale-nonce': '旧请求被重放',
  'record-from-future': '记录时间在未来',
  'time-unproven': '时间未证明',
  'log-changed': '存证日志被改动',
  'journal-broken': '操作日志被改动',
  'sequence-hole': '记录缺号',
  'device-not-in-plan': '终端不在备案内',
  'not-in-plan': '签到与备案计划不符',
  'doubled-id': '签到编号重复',
  'moment-not-drawn': '非抽定时刻',
  'malformed-record': '记录格式错误',
  'record-changed': '记录被改动',
  'device-changed': '终端登记被改动',
  'plan-changed': '备案计划被改动',
  'segment-times-wrong': '录像时间有误',
  'segment-doubled': '录像重复登记',
  'segment-changed': '录像被改动',
  'segment-missing': '录像缺失',
  'segment-digest-mismatch': '录像摘要不符',
  'kiosk-record-damaged': '终端记录损坏',
  'kiosk-segment-damaged': '终端录像损坏',
  'unknown-device': '未登记的终端',
};
const subject: Texts<Finding['subject']['kind']> = {
  record: '记录',
  segment: '录像段',
  request: '请求',
  device: '终端',
  plan: '备案计划',
  log: '存证日志',
  journal: '操作日志',
};
const timeSign: Texts<TimeSign> = {
  'no-anchor': '没有时间凭证',
  rebooted: '重启后未对时',
  'uptime-differs': '计时不一致',
  'clock-backwards': '时钟倒走',
  'clock-off': '时钟偏差大',
  'offline-too-long': '离线过久',
};
/** What a sign means, and what to do about it. */
const timeSignMeans: Texts<TimeSign> = {
  'no-anchor':
    '写这条记录时终端没有本服务器的时间凭证，只能证明它不晚于收到时刻；请让终端联网对时，并对照录像审核。',
  rebooted: '终端重启后还没有与服务器对过时，关机多久无从得知；请让终端开机后先联网，并对照录像审核。',
  'uptime-differs':
    '终端程序的计时与系统内核的计时走得不一样，时钟可能被软件改动；请检查终端，并对照录像审核。',
  'clock-backwards': '终端时钟比前一条记录还早，被往回拨过；请检查是谁改了时间，并对照录像审核。',
  'clock-off': '终端时钟与凭证推算的时间相差超过 2 分钟；请校准终端时钟，并对照录像审核。',
  'offline-too-long':
    '终端离线超过备案计划允许的时长，这段记录有可能被整段重做；请对照录像与现场签到表审核。',
};
const trainingProfile: Record<string, string> = {
  'suihua-2019': '绥化 2019',
  'suihua-2019-enterprise': '绥化 2019（企业职工）',
  'suihua-2019-key-groups': '绥化 2019（重点群体）',
  'yiwu-2022': '义乌 2022',
  'yiwu-2019': '义乌 2019',
  'wenzhou-2020': '温州 2020',
  'county-2023': '县级 2023',
};

/** The names of what the contract enumerates. */
export const zhWords = {
  role,
  method,
  camera,
  reason,
  status,
  gapCause,
  segmentState,
  recording,
  sessionState,
  half,
  kind,
  kindShort,
  findingCode,
  subject,
  timeSign,
  timeSignMeans,
  trainingProfile,
  direction: { in: '签到', out: '签退' },
  outcome: { accepted: '通过', refused: '未通过' },
};
