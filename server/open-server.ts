import { existsSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../sync/base/errors.ts';
import { openKeyFile } from '../sync/evidence/key-file.ts';
import { openSecretBox } from './accounts/secret-box.ts';
import { createServerApp, type ServerApp } from './app.ts';
import type { ServerParts } from './parts.ts';
import { openDatabase } from './storage/database.ts';
import { HashThread } from './storage/hash-thread.ts';
import { SegmentStore } from './storage/segment-store.ts';
import { workerVerifier } from './verify/record-verifier.ts';

type Options = Pick<
  ServerParts,
  'clock' | 'log' | 'uiDir' | 'trustProxy' | 'verifyEveryMs' | 'webhookNetworks' | 'secondFactor'
> & {
  readonly dataDir: string;
};

/** The server on its own files in `dataDir`; a first start makes them. `close` closes the files, too. */
export async function openServer({ dataDir, ...parts }: Options): Promise<ServerApp> {
  const serverKey = openKeyFile(join(dataDir, 'server-key.pem'), 'Ed25519');
  const database = await openDatabase(join(dataDir, 'server.db'));
  const secretBox = openSecretBox(join(dataDir, 'account-secrets.key'));
  const hashes = new HashThread();
  const segmentStore = new SegmentStore(join(dataDir, 'segments'), files, hashes.newHash);
  const verifier = workerVerifier();
  const thumbnailsDir = join(dataDir, 'thumbnails');
  const filingPhotosDir = join(dataDir, 'filing-photos');
  const made = { database, segmentStore, serverKey, secretBox, verifier, thumbnailsDir, filingPhotosDir };
  const app = await createServerApp({ ...parts, ...made });
  const close = async () => {
    await app.close();
    await hashes.close();
    await database.destroy();
  };
  return { ...app, close };
}

/** Listens; gives the address. Throws `port_in_use`. */
export async function listen({ fastify }: ServerApp, host: string, port: number): Promise<string> {
  try {
    return await fastify.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AppError(
      'port_in_use',
      `Port ${port} is in use: stop the other program, or choose another port.`,
      {
        cause: error,
        zh: `端口 ${port} 已被占用，请关闭占用它的程序或改用其他端口。`,
      },
    );
  }
}

/** The review pages as `npm run setup` builds them; undefined when they are not built. */
export function builtPages(): string | undefined {
  const pages = fileURLToPath(new URL('ui/dist', import.meta.url));
  return existsSync(pages) ? pages : undefined;
}
