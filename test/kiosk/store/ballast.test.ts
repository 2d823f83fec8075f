import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { Ballast } from '../../../kiosk/store/ballast.ts';
import { openDatabase } from '../../../kiosk/store/database.ts';
import { noSmallDisk, smallDisk } from '../../fault/small-disk.ts';

const sizeBytes = 3 * 1024 ** 2 + 17;
let dir: string;
let ballast: Ballast;
const file = () => join(dir, 'ballast.bin');
const full = (code = 'SQLITE_FULL') => Object.assign(new Error('database or disk is full'), { code });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-ballast-'));
  ballast = new Ballast(dir, sizeBytes);
});

describe('the file', () => {
  test('has its bytes for real: neither holes nor anything that could be stored smaller', async () => {
    expect(await ballast.make()).toBe(true);
    const { size, blocks, mode } = statSync(file());
    expect(size).toBe(sizeBytes);
    expect(blocks * 512).toBeGreaterThanOrEqual(sizeBytes);
    expect(mode & 0o777).toBe(0o600);
    expect(gzipSync(readFileSync(file())).length).toBeGreaterThan(sizeBytes * 0.99);
  });

  test('is made once, and again when it is not whole', async () => {
    await Promise.all([ballast.make(), ballast.make()]);
    const { ino } = statSync(file());
    await ballast.make();
    expect(statSync(file()).ino).toBe(ino);
    writeFileSync(file(), 'short');
    expect(ballast.held).toBe(false);
    await ballast.make();
    expect(ballast.held).toBe(true);
  });

  test('is gone after release, once', async () => {
    await ballast.make();
    expect([ballast.release(), ballast.release(), ballast.held]).toEqual([true, false, false]);
  });
});

describe('a write', () => {
  test.each(['SQLITE_FULL', 'ENOSPC', 'SQLITE_IOERR_SHMSIZE'])(
    '%s: the ballast goes, and it runs once more',
    async (code) => {
      await ballast.make();
      let runs = 0;
      const work = () => {
        runs += 1;
        if (ballast.held) throw full(code);
        return 'saved';
      };
      expect(ballast.write(work)).toBe('saved');
      expect([runs, ballast.held, ballast.refusing]).toEqual([2, false, false]);
    },
  );

  test('still no room: one clear fault, and it is remembered until a write succeeds', async () => {
    await ballast.make();
    let runs = 0;
    const work = () => {
      runs += 1;
      throw full();
    };
    expect(() => ballast.write(work)).toThrow(expect.objectContaining({ code: 'disk_full' }));
    expect([runs, ballast.refusing]).toEqual([2, true]);
    expect(() => ballast.write(work)).toThrow(expect.objectContaining({ code: 'disk_full' }));
    expect(runs).toBe(3);
    ballast.write(() => undefined);
    expect(ballast.refusing).toBe(false);
  });

  test('any other fault leaves the ballast where it is', async () => {
    await ballast.make();
    const broken = () => {
      throw new Error('UNIQUE constraint failed');
    };
    expect(() => ballast.write(broken)).toThrow('UNIQUE');
    expect([ballast.held, ballast.refusing]).toEqual([true, false]);
  });
});

describe.skipIf(noSmallDisk())('on a disk that is really full', () => {
  let disk: ReturnType<typeof smallDisk>;

  beforeEach(() => {
    disk = smallDisk(12);
    return () => disk.unmount();
  });

  /** Appends rows until one is refused; gives how many were saved, and how many of them since the ballast went. */
  function fill(given: Ballast) {
    const db = openDatabase(join(disk.dir, 'kiosk.db'));
    const insert = db.prepare('INSERT INTO log (digest, kind, envelope) VALUES (?, ?, ?)');
    let saved = 0;
    let onBallast = 0;
    const append = () => {
      given.write(() => db.transaction(() => insert.run('d', 'check-in', 'x'.repeat(800)))());
      saved += 1;
      if (!given.held) onBallast += 1;
    };
    const untilRefused = () => {
      for (;;) append();
    };
    expect(untilRefused).toThrow(expect.objectContaining({ code: 'disk_full' }));
    expect(given.refusing).toBe(true);
    expect(db.prepare('SELECT count(*) AS n FROM log').get()).toEqual({ n: saved });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
    return { saved, onBallast };
  }

  test('writes go on for as long as the ballast lasts, and nothing that was saved is lost', async () => {
    const given = new Ballast(disk.dir, 4 * 1024 ** 2);
    expect(await given.make()).toBe(true);
    const { onBallast } = fill(given);
    expect(onBallast).toBeGreaterThan(500);
    expect(given.held).toBe(false);
  });

  test('a kiosk that starts on a full disk gives its ballast to open its database', async () => {
    const given = new Ballast(disk.dir, 2 * 1024 ** 2);
    await given.make();
    const file = join(disk.dir, 'kiosk.db');
    openDatabase(file).close();
    writeFileSync(join(disk.dir, 'hog'), Buffer.alloc(disk.freeBytes(), 1));
    expect(disk.freeBytes()).toBe(0);
    expect(() => openDatabase(file)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^SQLITE_/) }),
    );
    const db = given.write(() => openDatabase(file));
    expect([given.held, db.pragma('integrity_check', { simple: true })]).toEqual([false, 'ok']);
    db.close();
  });

  test('a ballast that finds no room is not made, and leaves nothing half done', async () => {
    const before = disk.freeBytes();
    const given = new Ballast(disk.dir, 20 * 1024 ** 2);
    expect(await given.make()).toBe(false);
    expect([given.held, disk.freeBytes()]).toEqual([false, before]);
  });
});
