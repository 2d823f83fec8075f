import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

/** Something that lies on a prepared disk. */
export interface OddEntry {
  readonly path: string;
  readonly what: 'file' | 'folder' | 'full folder' | 'link out' | 'dangling link';
  readonly text: string;
}

/** What somebody may have put at these places; two may want the same one, and the first has it. */
export function oddEntries(paths: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<OddEntry[]> {
  const what = fc.constantFrom<OddEntry['what'][]>(
    ...['file' as const, 'file' as const, 'file' as const, 'folder' as const, 'full folder' as const],
    ...['link out' as const, 'dangling link' as const],
  );
  return fc.array(fc.record({ path: fc.constantFrom(...paths), what, text }), { maxLength: 4 });
}

/** Empties a folder and puts these into it. `outside`: where links lead. */
export function layOut(root: string, entries: readonly OddEntry[], outside: string): void {
  emptyFolder(root);
  const taken = new Set<string>();
  for (const entry of entries) {
    const above = foldersAbove(entry.path);
    const isFree = !existsSync(join(root, entry.path)) && !above.some((folder) => taken.has(folder));
    if (!isFree || taken.has(entry.path)) continue;
    put(join(root, entry.path), entry, outside);
    // Nothing can be put below a file, and what is put below a link lies elsewhere.
    if (!entry.what.endsWith('folder')) taken.add(entry.path);
  }
}

export function emptyFolder(root: string): void {
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true });
}

/** `a/b/c` → `a`, `a/b` */
function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, n) => parts.slice(0, n + 1).join('/'));
}

function put(path: string, { what, text }: OddEntry, outside: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (what === 'file') writeFileSync(path, text, { flag: 'wx' });
  if (what === 'folder' || what === 'full folder') mkdirSync(path);
  if (what === 'full folder') writeFileSync(join(path, 'inside'), text);
  if (what === 'link out') symlinkSync(outside, path);
  if (what === 'dangling link') symlinkSync(`${outside}-gone`, path);
}
