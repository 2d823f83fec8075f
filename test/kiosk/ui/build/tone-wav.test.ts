import { describe, expect, test } from 'vitest';
import { toneNotes, toneWav } from '../../../../kiosk/ui/build/tone-wav.ts';

describe('toneWav', () => {
  test.each(Object.entries(toneNotes))(
    '%s is a well-formed, short WAV file that does not click',
    (_, notes) => {
      const file = toneWav(notes);
      expect(file.toString('ascii', 0, 4) + file.toString('ascii', 8, 16)).toBe('RIFFWAVEfmt ');
      expect(file.readUInt32LE(4)).toBe(file.length - 8);
      expect(file.readUInt32LE(40)).toBe(file.length - 44);
      const lengthMs = ((file.length - 44) / 2 / file.readUInt32LE(24)) * 1_000;
      expect(lengthMs).toBeCloseTo(
        notes.reduce((sum, { ms }) => sum + ms, 0),
        0,
      );
      expect([file.readInt16LE(44), file.readInt16LE(file.length - 2)]).toEqual([0, 0]);
    },
  );

  test('a note has its own frequency', () => {
    const file = toneWav([{ hz: 500, ms: 200 }]);
    let rises = 0;
    for (let at = 46; at < file.length; at += 2) {
      if (file.readInt16LE(at - 2) <= 0 && file.readInt16LE(at) > 0) rises += 1;
    }
    expect(rises).toBeGreaterThanOrEqual(99);
    expect(rises).toBeLessThanOrEqual(101);
  });
});
