import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const NOT_SOURCES = new Set(['dist', 'node_modules']);

/** SHA-256 (hex) over the names and bytes of files and whole folders under `root`; what is absent counts as empty. */
export function digestOf(root, places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap((place) => filesUnder(root, place))) {
    const bytes = readFileSync(path.join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function filesUnder(root, place) {
  const full = path.join(root, place);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [place];
  const names = readdirSync(full).sort();
  return names
    .filter((name) => !NOT_SOURCES.has(name))
    .flatMap((name) => filesUnder(root, `${place}/${name}`));
}
