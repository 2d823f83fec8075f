import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../sync/base/clock.ts';
import { AppError } from '../sync/base/errors.ts';
import type { Logger } from '../sync/base/log.ts';
import { openKeyFile } from '../sync/evidence/keys.ts';
import { createServerApp, type ServerApp } from './app.ts';
import { openDatabase } from './storage/database.ts';
import { SegmentStore } from './storage/segment-store.ts';

interface Options {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly uiDir: string | undefined;
  /** Pause between two passes over the store, ms. */
  readonly verifyEveryMs: number;
}

/** The server on its own files in `dataDir`; a first start makes them. `close` closes the files, too. */
export async function openServer({ dataDir, clock, log, uiDir, verifyEveryMs }: Options): Promise<ServerApp> {
  const serverKey = openKeyFile(join(dataDir, 'server-key.pem'), 'Ed25519');
  const database = await openDatabase(join(dataDir, 'server.db'));
  const segmentStore = new SegmentStore(join(dataDir, 'segments'));
  const app = await createServerApp({ clock, log, database, segmentStore, serverKey, uiDir, verifyEveryMs });
  const close = async () => {
    await app.close();
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
