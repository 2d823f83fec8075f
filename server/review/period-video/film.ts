import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isAppError } from '../../../sync/base/errors.ts';
import type { SegmentRow } from '../../storage/projection-store.ts';
import { filmParts } from './film-parts.ts';
import type { SegmentMedia } from './segment-media.ts';
import { readSegment } from './segment-samples.ts';
import { type FilmPlace, filmTimeline } from './timeline.ts';
import { filmHeader } from './write-moov.ts';

/** One file: a header of ours, then the segments' files as they are. */
export interface Film {
  readonly header: Buffer;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
  /** In the film's order; `offset` is where the file's bytes begin. */
  readonly segments: readonly {
    readonly row: SegmentRow;
    readonly offset: number;
    readonly place: FilmPlace;
  }[];
  /** Changes with any byte of it. */
  readonly etag: string;
}

interface ReadSegment {
  readonly row: SegmentRow;
  readonly media: SegmentMedia;
}

/** Two hours of 120 pictures a second, with sound; some 100 bytes each while a film is made. */
const usualMostSamples = 1_500_000;
/** Headers of films are small, and a player asks for one film many times. */
const keptFilms = 8;

/** Makes films out of segments, and remembers the newest. */
export class FilmMaker {
  readonly #fileOf: (sha256: string) => string;
  readonly #mostSamples: number;
  readonly #films = new Map<string, Promise<readonly Film[]>>();

  constructor(fileOf: (sha256: string) => string, mostSamples = usualMostSamples) {
    this.#fileOf = fileOf;
    this.#mostSamples = mostSamples;
  }

  /** The films of these segments, in order: one, unless the camera's parameters change. Throws when a file is gone. */
  films(rows: readonly SegmentRow[]): Promise<readonly Film[]> {
    const key = digestOf(rows.map(({ sha256 }) => sha256).join(' '));
    const films = this.#films.get(key) ?? this.#make(rows);
    // Read last, kept longest.
    this.#films.delete(key);
    this.#films.set(key, films);
    films.catch(() => this.#films.delete(key));
    for (const oldest of this.#films.keys()) {
      if (this.#films.size <= keptFilms) break;
      this.#films.delete(oldest);
    }
    return films;
  }

  async #make(rows: readonly SegmentRow[]): Promise<readonly Film[]> {
    const segments: ReadSegment[] = [];
    let left = this.#mostSamples;
    for (const row of rows) {
      const media = await this.#read(row.sha256);
      left -= samplesIn(media);
      segments.push({ row, media: left >= 0 ? media : nothingShown });
    }
    const films: Film[] = [];
    for (const part of filmParts(segments)) films.push(await toFilm(part));
    return films;
  }

  /** A file that no player can show is part of the film all the same: it is evidence. */
  async #read(sha256: string): Promise<SegmentMedia> {
    try {
      return await readSegment(this.#fileOf(sha256));
    } catch (error) {
      if (isAppError(error, 'invalid_input')) return nothingShown;
      throw error;
    }
  }
}

const nothingShown: SegmentMedia = { video: undefined, audio: undefined };

function samplesIn({ video, audio }: SegmentMedia): number {
  return (video?.samples.length ?? 0) + (audio?.samples.length ?? 0);
}

async function toFilm(segments: readonly ReadSegment[]): Promise<Film> {
  let filesBytes = 0;
  const placed = segments.map(({ row, media }) => {
    const fileAt = filesBytes;
    filesBytes += row.size_bytes;
    return { row, media, fileAt };
  });
  const { tracks, places } = filmTimeline(placed);
  // A hundred thousand samples take a moment: others get their turn in between.
  await setImmediate();
  const header = filmHeader(tracks, filesBytes);
  const picture = tracks.find(({ kind }) => kind === 'video');
  return {
    header,
    sizeBytes: header.length + filesBytes,
    durationMs: Math.round(Math.max(0, ...tracks.map(({ endAt, timescale }) => (endAt / timescale) * 1_000))),
    width: picture?.width ?? 0,
    height: picture?.height ?? 0,
    segments: placed.map(({ row, fileAt }, index) => ({
      row,
      offset: header.length + fileAt,
      place: places[index] ?? null,
    })),
    etag: `"${digestOf(`${digestOf(header)} ${placed.map(({ row }) => row.sha256).join(' ')}`)}"`,
  };
}

function digestOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
