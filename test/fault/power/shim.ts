import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('shim.c', import.meta.url));
const cache = fileURLToPath(new URL('../../../.cache/fault/', import.meta.url));

/** Compiles shim.c, once for each content; gives the library's path. Needs gcc, which the set-up installs. */
export function compiledShim(): string {
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const library = join(cache, `power-shim-${digest}.so`);
  if (existsSync(library)) return library;
  mkdirSync(cache, { recursive: true });
  const half = `${library}.${process.pid}`;
  execFileSync('gcc', [
    '-O2',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-shared',
    '-fPIC',
    '-o',
    half,
    source,
    '-lpthread',
  ]);
  renameSync(half, library);
  return library;
}
