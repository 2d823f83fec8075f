import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A data folder that goes with the test. */
export function tempData(): string {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-device-key-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
