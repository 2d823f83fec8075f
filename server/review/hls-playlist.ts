/** One whole mp4 file: its header, then its fragments. */
export interface PlaylistSegment {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Length of the header, where the first fragment begins. */
  readonly initBytes: number;
  readonly startAt: number;
  readonly endAt: number;
}

/** `vod`: all of it is here. `event`: more will follow at its end. */
type PlaylistType = 'vod' | 'event';

/** A segment is at most this long; a constant, since it may not change between two reads of a playlist that grows. */
const targetSeconds = 10;

/**
 * HLS media playlist (RFC 8216) of whole fMP4 files. Every file has a header and timestamps of its own, so each
 * is a discontinuity with its own map and date: a hole in the recording then needs no word of its own.
 */
export function hlsPlaylist(segments: readonly PlaylistSegment[], type: PlaylistType): string {
  const longest = Math.max(targetSeconds, ...segments.map((segment) => Math.round(secondsOf(segment))));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-DISCONTINUITY-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${type.toUpperCase()}`,
    ...segments.flatMap((segment, index) => [
      ...(index === 0 ? [] : ['#EXT-X-DISCONTINUITY']),
      ...segmentLines(segment),
    ]),
    ...(type === 'vod' ? ['#EXT-X-ENDLIST'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function segmentLines(segment: PlaylistSegment): readonly string[] {
  const { sha256, sizeBytes, initBytes, startAt } = segment;
  const uri = `/api/v1/segments/${sha256}.mp4`;
  return [
    `#EXT-X-MAP:URI="${uri}",BYTERANGE="${initBytes}@0"`,
    `#EXT-X-PROGRAM-DATE-TIME:${new Date(startAt).toISOString()}`,
    `#EXTINF:${secondsOf(segment).toFixed(3)},`,
    `#EXT-X-BYTERANGE:${sizeBytes - initBytes}@${initBytes}`,
    uri,
  ];
}

function secondsOf({ startAt, endAt }: PlaylistSegment): number {
  return (endAt - startAt) / 1_000;
}
