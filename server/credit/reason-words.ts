import type { FindingCode } from '../../sync/contract/findings.ts';
import type { PictureFault } from '../../sync/contract/lesson-records.ts';
import type { UncoveredStretch } from '../../sync/contract/replay.ts';

type Word = UncoveredStretch['cause'] | PictureFault | FindingCode;

/** What reasons list: causes of gaps, faults of the picture, why check-ins are held. */
const words: Partial<Record<Word, readonly [string, string]>> = {
  'camera-lost': ['摄像头断开', 'camera lost'],
  stalled: ['画面停滞', 'picture stalled'],
  'process-died': ['录像程序中断', 'recorder died'],
  'disk-full': ['磁盘已满', 'disk full'],
  'admin-stopped': ['班主任停止录像', 'stopped by the class admin'],
  'machine-off': ['终端关机', 'machine off'],
  'file-damaged': ['录像文件损坏', 'file damaged'],
  'clock-set': ['时钟被调整', 'clock set'],
  'plan-late': ['计划下达过晚', 'plan came late'],
  unexplained: ['原因不明', 'unexplained'],
  'not-uploaded': ['尚未上传', 'not uploaded'],
  black: ['黑屏', 'black'],
  covered: ['镜头被遮挡', 'covered'],
  frozen: ['画面静止', 'frozen'],
  looped: ['画面循环重放', 'looped'],
  'time-unproven': ['时间未证明', 'time not proven'],
  'not-in-plan': ['与备案计划不符', 'not as filed'],
  'record-from-future': ['记录时间在未来', 'from the future'],
  'certificate-expired': ['终端证书已到期', 'certificate ran out'],
  'device-revoked': ['终端已吊销', 'device revoked'],
  'doubled-id': ['签到编号重复', 'doubled id'],
};

export const zhOf = (word: string): string => words[word as Word]?.[0] ?? word;
export const enOf = (word: string): string => words[word as Word]?.[1] ?? word;
