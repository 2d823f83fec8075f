import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { classroomFolder } from '../../../kiosk/start/classroom-folder.mjs';

const now = Date.parse('2026-11-21T06:00:00Z');
const minute = 60_000;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-classrooms-'));
});

function classroom(name: string, until: number | string): void {
  mkdirSync(join(dir, name, 'kiosk'), { recursive: true });
  writeFileSync(join(dir, name, 'kiosk/classroom.json'), JSON.stringify({ until }));
}

test('the first start gets a new folder, even where there is no data folder yet', () => {
  expect(classroomFolder(join(dir, 'none'), now)).toBe(
    join(dir, 'none', 'classroom-2026-11-21T06-00-00-000Z'),
  );
});

test('the newest classroom with a session under way is gone back to', () => {
  classroom('classroom-1', now + 30 * minute);
  classroom('classroom-2', now + 30 * minute);
  classroom('classroom-3', now + 9 * minute);
  expect(classroomFolder(dir, now)).toBe(join(dir, 'classroom-2'));
});

test('one that is over, or was never finished, is left alone', () => {
  classroom('classroom-1', now - minute);
  classroom('classroom-2', 'soon');
  mkdirSync(join(dir, 'classroom-3'));
  expect(classroomFolder(dir, now)).toMatch(/classroom-2026-11-21T06/);
});
