import { boxesBelow, boxesIn, type Mp4Box } from './mp4-boxes.ts';

/** What the movie header says of the pictures' track: ISO/IEC 14496-12. */
export interface VideoTrack {
  readonly id: number;
  readonly ticksPerSecond: number;
  /** For samples that say nothing of their own (`trex`). */
  readonly defaultTicks: number;
  readonly defaultSizeBytes: number;
  readonly defaultFlags: number;
}

/**
 * Clauses 8.4.2 (mdhd), 8.4.3 (hdlr), 8.3.2 (tkhd), 8.8.3 (trex).
 * @param bytes a whole `moov`
 */
export function videoTrackIn(bytes: Buffer): VideoTrack | undefined {
  const moov = boxesIn(bytes)[0];
  const body = (box: Mp4Box | undefined) => (box ? bytes.subarray(box.bodyStart, box.end) : undefined);
  for (const trak of moov ? boxesBelow(bytes, moov, ['trak']) : []) {
    const one = (...path: string[]) => body(boxesBelow(bytes, trak, path)[0]);
    const [tkhd, mdhd, hdlr] = [one('tkhd'), one('mdia', 'mdhd'), one('mdia', 'hdlr')];
    if (!moov || !tkhd || !mdhd || hdlr?.toString('latin1', 8, 12) !== 'vide') continue;
    const id = tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12);
    const ticksPerSecond = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
    const trex = boxesBelow(bytes, moov, ['mvex', 'trex'])
      .map(body)
      .find((box) => box?.readUInt32BE(4) === id);
    const [defaultTicks = 0, defaultSizeBytes = 0, defaultFlags = 0] = trex
      ? [12, 16, 20].map((at) => trex.readUInt32BE(at))
      : [];
    return { id, ticksPerSecond, defaultTicks, defaultSizeBytes, defaultFlags };
  }
  return undefined;
}
