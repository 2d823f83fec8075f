import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FilmOptions, makeFilm } from './film.ts';
import { RtspCamera } from './rtsp-camera.ts';

/** An RTSP camera in a process of its own, which whatever its parent does cannot hold up. Prints its address. */
async function main([options = '{}']: string[]): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-film-'));
  const film = makeFilm(dir, JSON.parse(options) as FilmOptions);
  rmSync(dir, { recursive: true });
  const camera = await RtspCamera.start(film);
  console.log(camera.url);
  // It ends with its parent.
  process.stdin.resume().once('end', () => process.exit());
}

await main(process.argv.slice(2));
