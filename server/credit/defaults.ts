import type { Source } from '../../sync/contract/policy.ts';

// No policy text says any of this (rules.md §4.8): the product's own defaults, shown as such wherever they decide.

/** Uncovered time that a period of whole film may have. */
export const filmToleranceMs = 60_000;
/** 「不少于3次，每次不少于2分钟」 is what such a profile says; these are its figures. */
export const clipsWanted = 3;
export const clipMs = 120_000;
/** Holes no longer than this are how segments meet. */
export const segmentsMeetMs = 500;

export type OurDefault = Extract<Source, { kind: 'default' }>;

const put = (why: string, whyEn: string): OurDefault => ({ kind: 'default', why, whyEn });

export const ours = {
  windows: put(
    '文件没有规定签到、迟到、签退的时间；按备案计划中的设置（产品默认值）。',
    'No text defines check-in, lateness and check-out: as the filed plan sets them, from the product’s defaults.',
  ),
  checkOut: put(
    '每个半日课都要签退，才能证明没有中途离开；文件没有规定。',
    'Each half-day ends with a check-out, which shows that nobody left unseen; no text defines it.',
  ),
  time: put(
    '签到时间须由服务器的时间凭证前后证明；文件没有规定如何证明。',
    'Receipts of the server’s time before and after must prove a check-in’s time; no text says how.',
  ),
  film: put(
    '每节录像允许有合计不超过60秒的缺口；文件没有规定。',
    'A period’s film may lack up to 60 seconds in all; no text gives a tolerance.',
  ),
  clips: put(
    '按每节课内连续、无画面异常的录像计次；文件没有规定如何计次。',
    'Unbroken film within a period, without a fault of the picture, is one clip; no text says how to count.',
  ),
  picture: put(
    '镜头被遮挡、黑屏、静止或循环时，录像不能证明上课。',
    'A covered, black, frozen or looped picture shows no lesson.',
  ),
  presence: put(
    '抽查时画面中没有人或人数明显偏少，须由审核人员判断。',
    'An empty room, or far too few heads, at a drawn moment: a reviewer decides.',
  ),
  enrolment: put(
    '人脸或指纹登记须经审核人员认可，防止他人顶替登记。',
    'A reviewer accepts each enrolment, so that no proxy is enrolled in somebody’s name.',
  ),
  overlap: put('同一身份证号不能同时在两个班上课。', 'One ID number cannot sit in two classes at once.'),
  teacher: put(
    '任课教师应在本节到岗并完整授课；签到时间按备案计划中的设置。',
    'The teacher of the period was there for all of it, by the windows of the filed plan.',
  ),
  leave: put('请假的课时不计入已学课时。', 'A period on leave is not attended.'),
  heard: put(
    '终端在半日课结束后还没有联系服务器，签到可能尚未上传。',
    'The kiosk has not spoken to the server since the half-day ended: check-ins may still come.',
  ),
} as const;
