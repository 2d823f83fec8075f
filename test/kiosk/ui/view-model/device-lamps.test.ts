import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { deviceLamps } from '../../../../kiosk/ui/view-model/device-lamps.ts';
import type { KioskView } from '../../../../sync/contract/kiosk-view.ts';
import { viewOf } from '../view-fixture.ts';

const lampsOf = (changes: Partial<KioskView>) =>
  Object.fromEntries(deviceLamps(viewOf(changes), zhCN).map((lamp) => [lamp.id, lamp]));

test('every lamp says in words what its colour says', () => {
  const { devices } = viewOf();
  const lamps = lampsOf({
    devices: {
      ...devices,
      reader: { state: 'out-of-order', detail: 'port is gone', since: 5 },
      disk: { state: 'starting', since: 6 },
    },
  });
  expect(lamps.doorCamera).toMatchObject({ label: '签到摄像头', word: '正常', tone: 'good' });
  expect(lamps.reader).toMatchObject({
    label: '指纹仪',
    word: '故障',
    tone: 'bad',
    detail: 'port is gone',
  });
  expect(lamps.disk).toMatchObject({ label: '磁盘', word: '启动中', tone: 'busy' });
});

test.each([
  ['ample', '正常', 'good'],
  ['low', '将满', 'bad'],
  ['video-stopped', '将满', 'bad'],
  ['full', '已满', 'bad'],
] as const)('disk: room %s', (storage, word, tone) => {
  expect(lampsOf({ storage }).disk).toMatchObject({ word, tone });
  expect(lampsOf({ storage }).reader).toMatchObject({ word: '正常' });
});

test.each([
  [true, 0, 0, '已传完', 'good'],
  [true, 3, 2, '待传 5', 'good'],
  [false, 0, 0, '未连通', 'busy'],
  [false, 30, 7, '未连通，待传 37', 'busy'],
])('upload: online %s, %i records, %i segments', (online, recordsWaiting, segmentsWaiting, word, tone) => {
  const sync = { online, recordsWaiting, segmentsWaiting, lastReceiptAt: null };
  expect(lampsOf({ sync }).upload).toMatchObject({ word, tone });
});
