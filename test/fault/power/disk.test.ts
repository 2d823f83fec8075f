import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Seeded } from '../seeded.ts';
import { Disk } from './disk.ts';
import type { DiskEvent } from './trace.ts';

const text = (files: Map<string, Buffer>) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString()]));

function create(path: string, inode: bigint): DiskEvent {
  return { kind: 'opened', path, inode, created: true, emptied: false, isDir: false };
}
const write = (inode: bigint, offset: number, bytes: string): DiskEvent => ({
  kind: 'written',
  inode,
  offset,
  bytes: Buffer.from(bytes),
});
const sync = (inode: bigint): DiskEvent => ({ kind: 'synced', inode });
const root: DiskEvent = { kind: 'opened', path: '', inode: 1n, created: false, emptied: false, isDir: true };

function diskAfter(...events: DiskEvent[]): Disk {
  const disk = new Disk();
  for (const event of [root, ...events]) disk.apply(event);
  return disk;
}

describe('what only the program saw is gone', () => {
  test('a file that was never synced', () => {
    const disk = diskAfter(create('a', 2n), write(2n, 0, 'abc'));
    expect(text(disk.live())).toEqual({ a: 'abc' });
    expect(text(disk.afterPowerCut())).toEqual({});
  });

  test('bytes after the last sync', () => {
    const disk = diskAfter(create('a', 2n), write(2n, 0, 'abc'), sync(2n), write(2n, 1, 'XYZ'));
    expect(text(disk.afterPowerCut())).toEqual({ a: 'abc' });
  });

  test('a rename whose folder was not synced', () => {
    const steps = [create('a.new', 2n), write(2n, 0, 'abc'), sync(2n)];
    const renamed: DiskEvent = { kind: 'renamed', from: 'a.new', to: 'a' };
    expect(text(diskAfter(...steps, renamed).afterPowerCut())).toEqual({ 'a.new': 'abc' });
    expect(text(diskAfter(...steps, renamed, sync(1n)).afterPowerCut())).toEqual({ a: 'abc' });
  });

  test('an unlink whose folder was not synced; a new file of the name does not bring the old one back', () => {
    const unlinked: DiskEvent = { kind: 'unlinked', path: 'a' };
    const steps = [create('a', 2n), write(2n, 0, 'old'), sync(2n), unlinked];
    expect(text(diskAfter(...steps).afterPowerCut())).toEqual({ a: 'old' });
    const again = [...steps, create('a', 2n), write(2n, 0, 'new'), sync(2n)];
    expect(text(diskAfter(...again).afterPowerCut())).toEqual({ a: 'new' });
    expect(text(diskAfter(...again, sync(1n)).afterPowerCut())).toEqual({ a: 'new' });
  });

  test('a folder is there with the first file in it that was synced', () => {
    const dir: DiskEvent = { kind: 'made-dir', path: 'd', inode: 3n };
    const disk = diskAfter(dir, create('d/a', 2n), write(2n, 0, 'abc'), sync(2n), create('d/b', 4n));
    expect(text(disk.afterPowerCut())).toEqual({ 'd/a': 'abc' });
  });
});

test('a torn cut may leave part of what was not synced: old and new sectors, never a mixed one', () => {
  const sectors = 8;
  const old = write(2n, 0, 'o'.repeat(512 * sectors));
  const disk = diskAfter(create('a', 2n), old, sync(2n), write(2n, 0, 'n'.repeat(512 * sectors)));
  const seen = new Set<string>();
  for (let seed = 0; seed < 200; seed += 1) {
    const bytes = disk.afterPowerCut(new Seeded(seed)).get('a')?.toString() ?? '';
    expect(bytes).toMatch(/^(o{512}|n{512}){8}$/);
    seen.add(bytes.replace(/(.)\1{511}/g, '$1'));
  }
  expect(seen).toContain('oooooooo');
  expect(seen).toContain('nnnnnnnn');
  expect(seen.size).toBeGreaterThan(20);
});

test('whatever is torn, nothing that was synced changes', () => {
  const change = fc.record({ offset: fc.nat(3_000), bytes: fc.string({ minLength: 1, maxLength: 1_500 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.nat(), (changes, seed) => {
      const steps = [create('a', 2n), ...changes.map(({ offset, bytes }) => write(2n, offset, bytes))];
      const disk = diskAfter(...steps, sync(2n), create('b', 3n), write(3n, 0, 'b'));
      expect(disk.afterPowerCut(new Seeded(seed)).get('a')).toEqual(disk.live().get('a'));
    }),
  );
});

test('the same seed tears the same way', () => {
  const disk = diskAfter(create('a', 2n), sync(2n), write(2n, 0, 'x'.repeat(9_000)), write(2n, 600, 'y'));
  for (let seed = 0; seed < 20; seed += 1) {
    expect(disk.afterPowerCut(new Seeded(seed))).toEqual(disk.afterPowerCut(new Seeded(seed)));
  }
});
