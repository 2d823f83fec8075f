import { expect, test } from 'vitest';
import { livePlaylist } from '../../../server/monitor/live-playlist.ts';
import { LiveRing } from '../../../server/monitor/live-ring.ts';
import { madeUpPart } from '../../helpers/live-film.ts';

const at = Date.parse('2026-11-20T09:00:00+08:00');

test('parts, whole segments, dates, and a new run', () => {
  const ring = new LiveRing();
  ring.begin('r1', Buffer.from('a'));
  for (const ms of [0, 500, 1_000, 1_500, 2_000]) {
    ring.add(madeUpPart(at + ms, { independent: ms % 1_000 === 0 }));
  }
  ring.begin('r2', Buffer.from('b'));
  ring.add(madeUpPart(at + 5_000, { independent: true, endAt: at + 5_400 }));
  expect(livePlaylist(ring).split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    '#EXT-X-TARGETDURATION:2',
    '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.500',
    '#EXT-X-PART-INF:PART-TARGET=0.500',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-DISCONTINUITY-SEQUENCE:0',
    '#EXT-X-MAP:URI="inits/1"',
    '#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:00.000Z',
    '#EXT-X-PART:DURATION=0.500,URI="segments/0/0",INDEPENDENT=YES',
    '#EXT-X-PART:DURATION=0.500,URI="segments/0/1"',
    '#EXT-X-PART:DURATION=0.500,URI="segments/0/2",INDEPENDENT=YES',
    '#EXT-X-PART:DURATION=0.500,URI="segments/0/3"',
    '#EXTINF:2.000,',
    'segments/0',
    '#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:02.000Z',
    '#EXT-X-PART:DURATION=0.500,URI="segments/1/0",INDEPENDENT=YES',
    '#EXTINF:0.500,',
    'segments/1',
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-MAP:URI="inits/2"',
    '#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:05.000Z',
    '#EXT-X-PART:DURATION=0.400,URI="segments/2/0",INDEPENDENT=YES',
    '',
  ]);
});

test('nothing yet', () => {
  expect(livePlaylist(new LiveRing())).not.toContain('URI');
});
