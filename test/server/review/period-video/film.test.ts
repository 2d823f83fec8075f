import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Film, FilmMaker } from '../../../../server/review/period-video/film.ts';
import { readFilm } from '../../../../server/review/period-video/read-film.ts';
import { readSegment } from '../../../../server/review/period-video/segment-samples.ts';
import type { SegmentRow } from '../../../../server/storage/projection-store.ts';
import { isAppError } from '../../../../sync/base/errors.ts';
import { seedOf } from '../../../fault/seeded.ts';
import { MadeSegments, probe } from './made-segments.ts';

const made = new MadeSegments();
let first: string[];
let second: string[];
let larger: string[];
beforeAll(() => {
  first = made.run('first', { seconds: 5, sound: true });
  second = made.run('second', { seconds: 3, sound: true });
  larger = made.run('larger', { seconds: 3, size: '320x180', sound: true });
});
afterAll(() => made.remove());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** A film needs of a row only where its file lies and how long it is: here the path stands for the digest. */
const rowOf = (file: string) => ({ sha256: file, size_bytes: statSync(file).size }) as SegmentRow;
const filmsOf = (files: readonly string[]) => new FilmMaker((file) => file).films(files.map(rowOf));

/** The film's bytes, as they would be sent. */
async function bytesOf(film: Film, first = 0, last = film.sizeBytes - 1): Promise<Buffer> {
  const read = (file: string, range: { first: number; last: number }) =>
    Readable.from([readFileSync(file).subarray(range.first, range.last + 1)]);
  const parts: Buffer[] = [];
  for await (const part of readFilm(film, { first, last }, read)) parts.push(part);
  return Buffer.concat(parts);
}

async function saved(film: Film, name: string): Promise<string> {
  const file = join(made.dir, name);
  writeFileSync(file, await bytesOf(film));
  return file;
}

describe('a film of segments', () => {
  test('holds every file byte for byte, and is as long as it says', async () => {
    const files = [...first, ...second];
    const [film] = await filmsOf(files);
    const bytes = await bytesOf(film as Film);
    expect(bytes).toHaveLength(film?.sizeBytes ?? 0);
    const found = film?.segments.map(({ row, offset }) =>
      sha256(bytes.subarray(offset, offset + row.size_bytes)),
    );
    expect(found).toEqual(files.map((file) => sha256(readFileSync(file))));
  });

  test('plays over the camera’s restart: all pictures, and the whole duration', async () => {
    const [film, ...others] = await filmsOf([...first, ...second]);
    expect(others).toEqual([]);
    const { durationSec, pictures } = probe(await saved(film as Film, 'film.mp4'));
    expect(pictures).toBe(8 * 25);
    expect(durationSec).toBeGreaterThan(7.9);
    expect(durationSec).toBeLessThan(8.2);
    expect(film?.durationMs).toBeCloseTo(durationSec * 1_000, -1);
  });

  test('the files behind one another, without our header, do not', async () => {
    const file = join(made.dir, 'plain.mp4');
    writeFileSync(file, Buffer.concat([...first, ...second].map((one) => readFileSync(one))));
    expect(() => probe(file)).toThrow();
  });

  test('says where each segment plays; a hole between segments is left out', async () => {
    const [film] = await filmsOf([first[0] as string, first[2] as string, ...second]);
    const places = film?.segments.map(({ place }) => [place?.fromSec, place?.toSec]);
    const expected = [
      [0, 2],
      [2, 3],
      [3, 5],
      [5, 6],
    ];
    for (const [index, [from = 0, to = 0]] of expected.entries()) {
      expect(Math.abs((places?.[index]?.[0] ?? 99) - from)).toBeLessThan(0.15);
      expect(Math.abs((places?.[index]?.[1] ?? 99) - to)).toBeLessThan(0.15);
    }
    expect(probe(await saved(film as Film, 'hole.mp4')).pictures).toBe(6 * 25);
  });

  test('without sound, with pictures in another order, and with both', async () => {
    const silent = made.run('silent', { seconds: 3 });
    const reordered = made.run('reordered', { seconds: 3, sound: true, reordered: true });
    for (const files of [silent, reordered]) {
      const [film] = await filmsOf(files);
      expect(probe(await saved(film as Film, 'other.mp4')).pictures).toBe(3 * 25);
    }
  });

  test('of H.265, under the name that players know; H.264 from an older setting is a film of its own', async () => {
    const hevc = { seconds: 3, size: '320x180', codec: 'hevc', sound: true } as const;
    const files = [...made.run('hevc', hevc), ...made.run('hevc-again', { ...hevc, reordered: true })];
    const films = await filmsOf([...first, ...files]);
    expect(films.map(({ segments }) => segments.length)).toEqual([first.length, 2, 2]);
    for (const film of films.slice(1)) {
      const file = await saved(film, 'hevc.mp4');
      expect(probe(file)).toMatchObject({ codec: 'hevc', tag: 'hvc1', pictures: 3 * 25 });
    }
  });

  test('another resolution is a film of its own, in the order of time', async () => {
    const films = await filmsOf([...first, ...larger, ...second]);
    expect(films.map(({ width, segments }) => [width, segments.length])).toEqual([
      [160, 3],
      [320, 2],
      [160, 2],
    ]);
    expect(probe(await saved(films[1] as Film, 'larger.mp4')).pictures).toBe(3 * 25);
  });

  test('any range of it is that part of the whole', async () => {
    const [film] = await filmsOf([...first, ...second]);
    const whole = await bytesOf(film as Film);
    const byte = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(byte, byte, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect((await bytesOf(film as Film, from, to)).equals(whole.subarray(from, to + 1))).toBe(true);
      }),
      { seed: seedOf('ranges of a film'), numRuns: 40 },
    );
  });

  test('what no player can show is kept in it, and the others play', async () => {
    const noise = join(made.dir, 'noise.mp4');
    writeFileSync(noise, Buffer.from('ftypvideo 0'));
    const [film] = await filmsOf([noise, ...first]);
    expect(film?.segments.map(({ place }) => place === null)).toEqual([true, false, false, false]);
    expect(probe(await saved(film as Film, 'noisy.mp4')).pictures).toBe(5 * 25);
  });

  test('has no more samples than memory has room for: what is beyond is kept, and not shown', async () => {
    const [film] = await new FilmMaker((file) => file, 150).films(first.map(rowOf));
    expect(film?.segments.map(({ place }) => place === null)).toEqual([false, true, true]);
    const [whole] = await new FilmMaker((file) => file, 1_000).films(first.map(rowOf));
    expect(whole?.segments.map(({ place }) => place === null)).toEqual([false, false, false]);
  });

  test('a file that is gone is a fault, and is read again the next time', async () => {
    const file = join(made.dir, 'gone.mp4');
    const rows = [{ sha256: file, size_bytes: 10 } as SegmentRow];
    const maker = new FilmMaker((one) => one);
    await expect(maker.films(rows)).rejects.toThrow('ENOENT');
    writeFileSync(file, readFileSync(first[0] as string));
    expect(await maker.films([rowOf(file)])).toHaveLength(1);
  });
});

describe('a segment that is not what it should be', () => {
  const altered = (change: (bytes: Buffer) => void): string => {
    const file = join(made.dir, 'altered.mp4');
    const bytes = readFileSync(first[0] as string);
    change(bytes);
    writeFileSync(file, bytes);
    return file;
  };
  const at = (bytes: Buffer, type: string) => bytes.indexOf(type);

  test.each([
    [
      'a picture outside the file',
      (b: Buffer) => b.writeUInt32BE(0x7fffffff, at(b, 'trun') + 12),
      'outside the file',
    ],
    [
      'millions of pictures',
      (b: Buffer) => b.writeUInt32BE(0xffffffff, at(b, 'trun') + 8),
      'too many pictures',
    ],
    [
      'a moment hours away',
      (b: Buffer) => b.writeUInt32BE(0x00ffffff, b.lastIndexOf('tfdt') + 8),
      'hours apart',
    ],
    ['a head of a gigabyte', (b: Buffer) => b.writeUInt32BE(0x40000000, at(b, 'moof') - 4), undefined],
  ])('%s', async (_name, change, message) => {
    const file = altered(change);
    if (message) await expect(readSegment(file)).rejects.toThrow(message);
    else expect((await readSegment(file)).video).toBeUndefined();
  });

  test('with ticks so fine that no table of a film can count them, it is unreadable, and the film is made', async () => {
    const file = altered((bytes) => {
      const mdhd = at(bytes, 'mdhd');
      bytes.writeUInt32BE(0xffffffff, mdhd + 4 + 12);
      const ofSound = bytes.lastIndexOf('tfdt');
      const tfdt = bytes.lastIndexOf('tfdt', ofSound - 1);
      bytes.writeBigUInt64BE(500n * 0xffffffffn, tfdt + 8);
    });
    await expect(readSegment(file)).rejects.toThrow('ticks');
    const [film] = await filmsOf([file, ...second]);
    expect(film?.segments.map(({ place }) => place === null)).toEqual([true, false, false]);
  });

  /** The same file with `count` more boxes at the end of the first box of a type. */
  const crowded = (type: string, count: number, box: Buffer): string => {
    const bytes = readFileSync(first[0] as string);
    const start = at(bytes, type) - 4;
    const end = start + bytes.readUInt32BE(start);
    bytes.writeUInt32BE(end - start + count * box.length, start);
    const more = Buffer.concat(Array.from({ length: count }, () => box));
    const file = join(made.dir, 'crowded.mp4');
    writeFileSync(file, Buffer.concat([bytes.subarray(0, end), more, bytes.subarray(end)]));
    return file;
  };

  test('with tracks, or pieces of tracks, by the ten thousand it is refused before each is compared with each', async () => {
    const piece = Buffer.alloc(24);
    piece.writeUInt32BE(24, 0);
    piece.write('traf', 4);
    piece.writeUInt32BE(16, 8);
    piece.write('tfhd', 12);
    await expect(readSegment(crowded('moof', 40_000, piece))).rejects.toThrow('too many tracks');
    const bytes = readFileSync(first[0] as string);
    const trak = at(bytes, 'trak') - 4;
    const track = bytes.subarray(trak, trak + bytes.readUInt32BE(trak));
    await expect(readSegment(crowded('moov', 1_000, track))).rejects.toThrow('too many tracks');
  });

  test('cut off in the middle of a fragment, the whole fragments before count', async () => {
    const file = altered(() => undefined);
    const whole = (await readSegment(file)).video?.samples.length ?? 0;
    const handle = openSync(file, 'r+');
    ftruncateSync(handle, statSync(file).size - 10);
    closeSync(handle);
    const left = (await readSegment(file)).video?.samples.length ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(whole);
  });

  test('any bytes changed: it is read, or refused as unreadable, and nothing else', async () => {
    const original = readFileSync(first[0] as string);
    const edit = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
        const bytes = Buffer.from(original);
        for (const [place, value] of edits) bytes[place] = value;
        const file = join(made.dir, 'fuzzed.mp4');
        writeFileSync(file, bytes);
        try {
          await readSegment(file);
        } catch (error) {
          if (!isAppError(error, 'invalid_input')) throw error;
        }
        const [film] = await filmsOf([file]);
        expect(film?.sizeBytes).toBe((film?.header.length ?? 0) + bytes.length);
      }),
      { seed: seedOf('edited segments'), numRuns: 150 },
    );
  });
});
