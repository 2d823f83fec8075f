import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../../sync/evidence/digest.ts';

export type PhotoType = 'jpg' | 'png';

/** Photographs of devices by digest: `<dir>/ab/ab34….jpg`. The name of an uploaded file is never used. */
export class FilingPhotoFiles {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Gives the digest; when this returns, the file is whole under its name. */
  async write(bytes: Buffer, type: PhotoType): Promise<string> {
    const digest = sha256(bytes);
    const path = this.#path(digest, type);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = join(dirname(path), `${randomBytes(8).toString('hex')}.part`);
    try {
      await writeWhole(temporary, bytes);
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
    return digest;
  }

  /** Undefined when it is gone, or no longer what its name says. */
  async read(digest: string, type: PhotoType): Promise<Buffer | undefined> {
    const bytes = await readFile(this.#path(digest, type)).catch(() => undefined);
    return bytes !== undefined && sha256(bytes) === digest ? bytes : undefined;
  }

  #path(digest: string, type: PhotoType): string {
    return join(this.#dir, digest.slice(0, 2), `${digest}.${type}`);
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What the first bytes say it is, whatever it was called; undefined for anything but JPEG and PNG. */
export function photoTypeOf(bytes: Buffer): PhotoType | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpg';
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return 'png';
  return undefined;
}
