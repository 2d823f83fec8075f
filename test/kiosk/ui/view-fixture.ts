import type { CheckInNotice, KioskView } from '../../../sync/contract/kiosk-view.ts';

/** An instant on the fixture's day, Asia/Shanghai. */
export const at = (time: string): number => Date.parse(`2026-11-21T${time}:00+08:00`);

const ready = { state: 'ready', since: at('08:00') } as const;

/** A lesson under way in which all is well; names are made up. */
export function viewOf(changes: Partial<KioskView> = {}): KioskView {
  return {
    now: at('10:12'),
    demo: false,
    class: { id: 'cls_1', title: '养老护理员岗前培训班', organiser: '某职业培训学校', room: '203 教室' },
    session: { id: 'ses_1', startAt: at('08:30'), endAt: at('11:30') },
    period: { number: 3, kind: 'theory', topic: '日常照护', startAt: at('10:00'), endAt: at('10:40') },
    nextPeriod: { number: 4, kind: 'practice', topic: '体位转换', startAt: at('10:50'), endAt: at('11:30') },
    people: [
      { id: 'per_1', maskedName: '张*', role: 'trainee', status: 'in', at: at('08:20'), method: 'face' },
      { id: 'per_2', maskedName: '王*丽', role: 'trainee', status: 'missing', at: null, method: null },
    ],
    recording: {
      state: 'recording',
      required: true,
      since: at('09:58'),
      unrecorded: null,
      pictureFault: null,
    },
    storage: 'ample',
    devices: { roomCamera: ready, doorCamera: ready, reader: ready, disk: ready },
    sync: { online: true, recordsWaiting: 0, segmentsWaiting: 0, lastReceiptAt: at('10:11') },
    selfTest: { due: false, lastAt: at('08:00'), failed: 0 },
    notice: null,
    ...changes,
  };
}

export function noticeOf(changes: Partial<CheckInNotice> = {}): CheckInNotice {
  return {
    id: 'chk_1',
    kind: 'accepted',
    reason: 'on-time',
    maskedName: '张*',
    role: 'trainee',
    method: 'face',
    minutes: 0,
    at: at('09:52'),
    until: at('09:53'),
    ...changes,
  };
}
