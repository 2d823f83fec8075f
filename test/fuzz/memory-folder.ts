import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';

/** A new folder, in memory where there is one: what is written ten thousand times need not reach a disk. */
export function memoryFolder(prefix: string): string {
  return mkdtempSync(join(hasMemory() ? inMemory : tmpdir(), prefix));
}

function hasMemory(): boolean {
  try {
    accessSync(inMemory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
