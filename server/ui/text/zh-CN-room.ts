import type { PictureFault, SelfTestPart } from '../../../sync/contract/lesson-records.ts';
import type { ClassPhotos, PresenceFlag, PresenceFlagCode } from '../../../sync/contract/room-review.ts';

type Texts<K extends string> = Record<K, string>;

const pictureFault: Texts<PictureFault> = {
  black: '黑屏',
  covered: '镜头被遮挡',
  frozen: '画面静止',
  looped: '画面循环重放',
};
const presenceFlag: Texts<PresenceFlagCode> = { 'empty-room': '空堂', 'few-heads': '人数明显偏少' };
const photoState: Texts<ClassPhotos['photos'][number]['state']> = {
  announced: '已登记，待上传',
  verified: '已核验',
  damaged: '已损坏，不予显示',
};
const selfTestPart: Texts<SelfTestPart> = {
  'room-camera': '教室摄像头',
  'door-camera': '门口摄像头',
  reader: '指纹仪',
  clock: '时钟',
  disk: '磁盘',
  link: '网络',
};

/** What was seen of the room besides video, and a period's film. */
export const zhRoom = {
  pictureFault,
  presenceFlag,
  photoState,
  selfTestPart,

  room: {
    tab: (name: string, flags: number): string => (flags === 0 ? name : `${name}（疑点 ${flags}）`),
    none: '还没有上过课',
    heads: '画面中人数',
    checkedIn: '已签到',
    flagged: '疑点',
    curve: '到课曲线',
    looks: (n: number): string => `抽查 ${n} 次`,
    noLooks: '这一课次没有抽查记录',
    noLooksNext: '上课时终端在备案抽定的时刻清点人数，上传后显示在这里。',
    look: (time: string, heads: number, recognised: number, checkedIn: number): string =>
      `${time}　画面中 ${heads} 人（认出 ${recognised} 人），已签到 ${checkedIn} 人`,
    flag: (range: string, { code, looks, heads, checkedIn }: PresenceFlag): string => {
      const times = looks > 1 ? `连续 ${looks} 次抽查` : '抽查时';
      const seen = code === 'empty-room' ? '画面中没有人' : `画面中最多 ${heads} 人`;
      return `${range}　${times}${seen}，当时已签到 ${checkedIn} 人`;
    },
    flagNote: '按产品默认阈值提示，不影响考勤，请对照录像判断。',
    photos: '培训现场照片',
    photoCount: (taken: number, wanted: number): string => `应拍 ${wanted} 张，已拍 ${taken} 张`,
    missingLooks: (times: readonly string[]): string => `备案抽定 ${times.join('、')} 抽查，没有收到记录。`,
    photoMissing: '没有收到',
    noPhotos: '还没有到拍照时刻',
    photoAt: (time: string): string => `${time} 拍摄`,
    photoDue: (time: string): string => `抽定 ${time}`,
    openPhoto: (time: string): string => `查看 ${time} 的现场照片原图`,
    watch: '看回放',
    selfTest: '课前自检',
    selfTestOk: (time: string): string => `${time} 通过`,
    selfTestBad: (time: string, parts: readonly string[]): string => `${time} 未通过：${parts.join('、')}`,
    noSelfTest: '没有记录',
  },

  film: {
    open: '下载本节录像',
    unplayable: '此浏览器不能播放 H.265 录像：请在下方选定课时，下载本节录像（MP4）后用本机播放器观看。',
    title: (period: string): string => `${period}录像（MP4）`,
    lead: '由已核验的录像段原样拼接，没有重新编码；每一段仍是签名记录所指的那些字节，可按清单逐段核对摘要。',
    parts: (n: number): string => `摄像头中途改变了画面参数，本节分成 ${n} 个文件。`,
    gaps: (n: number, length: string): string => `缺口 ${n} 段，共 ${length}，文件中不含这些时间。`,
    noGaps: '没有缺口。',
    part: (n: number): string => `第 ${n} 部分`,
    whole: '整节',
    segments: (n: number): string => `${n} 段`,
    download: '下载',
    list: '下载清单（JSON）',
    check: '核对一段（偏移与长度见清单）',
  },
};
