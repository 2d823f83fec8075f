import type { LivePushFragment } from '../../sync/transport/control-push.ts';
import type { LiveRing, LiveSegment } from './live-ring.ts';

/** How far players stay behind the end, in parts and at least: a part that comes late must not stop the picture. */
const holdBackParts = 3;
const leastHoldBackSeconds = 1.2;
const leastTargetSeconds = 2;

/**
 * Low-latency HLS media playlist (draft-pantos-hls-rfc8216bis) of what a ring holds, with addresses relative to the
 * playlist's own. Only whole segments have an address of their own: the last one is told of by its parts.
 */
export function livePlaylist(ring: LiveRing): string {
  const { segments } = ring;
  const parts = segments.flatMap((segment) => segment.parts);
  const partSeconds = Math.max(0.1, ...parts.map(secondsOf));
  const segmentSeconds = segments.map((segment) => Math.round(lengthOf(segment)));
  const holdBack = Math.max(leastHoldBackSeconds, holdBackParts * partSeconds);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${Math.max(leastTargetSeconds, ...segmentSeconds)}`,
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${holdBack.toFixed(3)}`,
    `#EXT-X-PART-INF:PART-TARGET=${partSeconds.toFixed(3)}`,
    `#EXT-X-MEDIA-SEQUENCE:${segments[0]?.msn ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${ring.discontinuitiesBefore}`,
    ...segments.flatMap((segment, index) => [
      ...headLines(segment, segments[index - 1]),
      ...segment.parts.map((part, number) => partLine(segment.msn, number, part)),
      ...(index < segments.length - 1 ? endLines(segment) : []),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines({ discontinuity, init, parts }: LiveSegment, before: LiveSegment | undefined): string[] {
  return [
    ...(discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(before?.init === init && !discontinuity ? [] : [`#EXT-X-MAP:URI="inits/${init.number}"`]),
    `#EXT-X-PROGRAM-DATE-TIME:${new Date(parts[0]?.startAt ?? 0).toISOString()}`,
  ];
}

function partLine(msn: number, number: number, part: LivePushFragment): string {
  const independent = part.independent ? ',INDEPENDENT=YES' : '';
  return `#EXT-X-PART:DURATION=${secondsOf(part).toFixed(3)},URI="segments/${msn}/${number}"${independent}`;
}

function endLines(segment: LiveSegment): string[] {
  return [`#EXTINF:${lengthOf(segment).toFixed(3)},`, `segments/${segment.msn}`];
}

const secondsOf = ({ startAt, endAt }: LivePushFragment): number => (endAt - startAt) / 1_000;
const lengthOf = ({ parts }: LiveSegment): number => parts.reduce((sum, part) => sum + secondsOf(part), 0);
