import type { Finding, FindingCode } from '../../sync/contract/findings.ts';
import type { NewFinding } from '../storage/finding-store.ts';

type Text = readonly [zh: (subject: string) => string, en: (subject: string) => string];

/** One sentence for each thing that cannot be verified. `subject` is a seq, a digest, a path, a device or a plan. */
const texts: Record<FindingCode, Text> = {
  'bad-signature': [
    (s) => `${s} 的签名不成立：内容在签名后被改动，或不是该设备签发。`,
    (s) => `The signature of ${s} does not hold: it was changed after signing, or is not this device’s.`,
  ],
  'broken-chain': [
    (s) => `记录 ${s} 与前一条记录不衔接：前一条已被替换。`,
    (s) => `Record ${s} does not carry the digest of the record before it: that record was replaced.`,
  ],
  'device-cloned': [
    (s) => `设备对序号 ${s} 签发了两份不同的日志：设备密钥可能被复制，或终端被恢复到旧状态。`,
    (s) =>
      `The device signed two different logs at record ${s}: its key was copied, or an old state was restored.`,
  ],
  'device-revoked': [
    (s) =>
      s.startsWith('dev_')
        ? `已吊销的终端 ${s} 仍在请求。`
        : `记录 ${s} 来自已吊销的终端，已保留但不予认定。`,
    (s) =>
      s.startsWith('dev_')
        ? `The revoked device ${s} still asks.`
        : `Record ${s} is of a device that was revoked: kept, not credited.`,
  ],
  'certificate-expired': [
    (s) => `记录 ${s} 写于终端证书到期之后，已保留但不予认定，请为终端重新登记。`,
    (s) => `Record ${s} was written after the device’s certificate had run out: kept, not credited.`,
  ],
  'stale-nonce': [
    (s) => `有人重放了终端 ${s} 的旧请求，未予受理。`,
    (s) => `An old request of device ${s} was sent again; it was refused.`,
  ],
  'record-from-future': [
    (s) => `记录 ${s} 的时间晚于服务器收到它的时间，请检查终端时钟；已保留但不予认定。`,
    (s) => `Record ${s} says a time after it had arrived (check the kiosk’s clock): kept, not credited.`,
  ],
  'time-unproven': [
    (s) => `记录 ${s} 的时间无法证明（离线过久、重启后未对时或时钟被改动），已保留，待人工审核。`,
    (s) =>
      `The time of record ${s} is not proven (offline too long, no receipt since a reboot, or a moved clock): kept for review.`,
  ],
  'log-changed': [
    (s) => `服务器存证日志与已签发的检查点不一致（条目 ${s}）：日志被改动。`,
    (s) => `The server’s log no longer matches the checkpoint that it signed (entry ${s}): it was edited.`,
  ],
  'journal-broken': [
    (s) => `服务器操作日志第 ${s} 条与签发时不一致：该条被改动、删除，或其后的日志被截断。`,
    (s) =>
      `Entry ${s} of the server’s journal is not what was signed: it was edited or removed, or the end cut off.`,
  ],
  'sequence-hole': [(s) => `记录 ${s} 之前缺少记录。`, (s) => `Records are missing before record ${s}.`],
  'device-not-in-plan': [
    (s) => `记录 ${s} 所属班次未登记该设备，已保留但不予认定。`,
    (s) => `The class of record ${s} does not list this device: kept, not credited.`,
  ],
  'not-in-plan': [
    (s) => `记录 ${s} 的签到与其所引用的备案计划不符（人员、课次、时间或签到类型），已保留但不予认定。`,
    (s) =>
      `The check-in of record ${s} contradicts the plan that it names (person, session, time or kind): kept, not credited.`,
  ],
  'moment-not-drawn': [
    (s) => `记录 ${s} 的现场照片或在场人数不是在备案计划抽定的时刻采集的，已保留但不予认定。`,
    (s) =>
      `The photograph or head count of record ${s} was not taken at a moment that the plan draws: kept, not credited.`,
  ],
  'doubled-id': [
    (s) => `记录 ${s} 使用了其他记录已用过的签到编号，已保留但不予认定。`,
    (s) => `Record ${s} carries a check-in number that another record used before: kept, not credited.`,
  ],
  'segment-times-wrong': [
    (s) => `记录 ${s} 登记的录像时间或长度不可信，请检查终端时钟；已保留但不予认定。`,
    (s) =>
      `The times or lengths of the video in record ${s} cannot be right (check the kiosk’s clock): kept, not credited.`,
  ],
  'segment-doubled': [
    (s) => `记录 ${s} 登记的录像与已登记的录像内容相同或时间重叠，已保留但不予认定。`,
    (s) => `The video in record ${s} was announced before, or overlaps video that was: kept, not credited.`,
  ],
  'malformed-record': [
    (s) => `记录 ${s} 的内容不符合其类型的格式，不予认定。`,
    (s) => `Record ${s} does not have the form of its kind: not credited.`,
  ],
  'record-changed': [
    (s) => `服务器上的记录 ${s} 与验收时不一致：记录或其登记行被改动或删除，已停止对外提供。`,
    (s) =>
      `Record ${s} in the server’s store is no longer what was accepted: it or its row was edited or removed.`,
  ],
  'device-changed': [
    (s) => `服务器上终端 ${s} 的登记信息与签发时不一致，其记录已停止对外提供。`,
    (s) =>
      `The registration of device ${s} in the server’s store is no longer what was signed: its records are withheld.`,
  ],
  'plan-changed': [
    (s) => `服务器上的备案计划 ${s} 与签发时不一致：计划被改动或删除。`,
    (s) => `Plan ${s} in the server’s store is no longer what was signed: it was edited or removed.`,
  ],
  'segment-changed': [
    (s) => `服务器上的视频 ${s} 与其摘要或签收凭证不一致：文件或凭证被改动或删除。`,
    (s) =>
      `Segment ${s} in the server’s store no longer matches its digest and receipt: one was edited or removed.`,
  ],
  'segment-missing': [
    (s) => `服务器上的视频 ${s} 已丢失或无法读取。`,
    (s) => `Segment ${s} is gone from the server’s store, or cannot be read.`,
  ],
  'segment-digest-mismatch': [
    (s) => `上传的视频与记录中的摘要 ${s} 不一致，未保存。`,
    (s) => `An upload was not the segment ${s} that the record names; it was not saved.`,
  ],
  'kiosk-record-damaged': [
    (s) => `终端自查发现其记录 ${s} 被改动。`,
    (s) => `The kiosk found its own record ${s} changed.`,
  ],
  'kiosk-segment-damaged': [
    (s) => `终端自查发现其视频 ${s} 被改动或丢失。`,
    (s) => `The kiosk found its own segment ${s} changed or gone.`,
  ],
  'unknown-device': [
    (s) => `未登记的设备请求了 ${s}。`,
    (s) => `A device that is not enrolled asked for ${s}.`,
  ],
};

/** A finding with its sentence in both languages. */
export function finding(
  code: FindingCode,
  subject: Finding['subject'],
  where: { readonly device: string | null; readonly class?: string | null },
): NewFinding {
  const [zh, en] = texts[code];
  return {
    code,
    subject,
    device: where.device,
    class: where.class ?? null,
    message: zh(subject.id),
    messageEn: en(subject.id),
  };
}
