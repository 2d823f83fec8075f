import { expect, test } from 'vitest';
import { hlsPlaylist } from '../../../server/review/hls-playlist.ts';

const start = Date.parse('2026-11-20T01:00:00Z');
const segment = (letter: string, from: number, to: number) => ({
  sha256: letter.repeat(64),
  sizeBytes: 5_000,
  initBytes: 800,
  startAt: start + from * 1_000,
  endAt: start + to * 1_000,
});

test('a session that is over: every file has its map, its date and its range', () => {
  const text = hlsPlaylist([segment('a', 0, 10), segment('b', 12.5, 17)], 'vod');
  expect(text).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:10
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-DISCONTINUITY-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="/api/v1/segments/${'a'.repeat(64)}.mp4",BYTERANGE="800@0"
#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:00.000Z
#EXTINF:10.000,
#EXT-X-BYTERANGE:4200@800
/api/v1/segments/${'a'.repeat(64)}.mp4
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="/api/v1/segments/${'b'.repeat(64)}.mp4",BYTERANGE="800@0"
#EXT-X-PROGRAM-DATE-TIME:2026-11-20T01:00:12.500Z
#EXTINF:4.500,
#EXT-X-BYTERANGE:4200@800
/api/v1/segments/${'b'.repeat(64)}.mp4
#EXT-X-ENDLIST
`);
});

test('a session under way has no end yet', () => {
  const text = hlsPlaylist([segment('a', 0, 10)], 'event');
  expect(text).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
  expect(text).not.toContain('ENDLIST');
});

test('a segment longer than usual raises the target', () => {
  expect(hlsPlaylist([segment('a', 0, 12.2)], 'vod')).toContain('TARGETDURATION:12\n');
});
