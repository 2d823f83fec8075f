import { fileURLToPath } from 'node:url';
import { AppError } from '../sync/base/errors.ts';
import type { KioskApi } from './api/kiosk-api.ts';
import { createKioskApi } from './api/server.ts';
import type { KioskApp } from './app.ts';

const uiDir = fileURLToPath(new URL('./ui/dist', import.meta.url));

/** Puts the kiosk on the network; `extend` adds routes before it listens. Gives its address. */
export async function serve(
  app: KioskApp,
  {
    host,
    port,
    version,
    extend,
  }: { host: string; port: number; version: string; extend?: (api: KioskApi) => void },
): Promise<{ url: string; close: () => Promise<void> }> {
  const api = await createKioskApi(app, { logger: app.parts.logger, uiDir, version, host });
  extend?.(api);
  try {
    const url = await api.listen({ host, port });
    return { url, close: () => api.close() };
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'EADDRINUSE') throw cause;
    throw new AppError('port_in_use', `Port ${port} is in use: choose another one.`, {
      cause,
      zh: `端口 ${port} 已被占用，请换一个端口。`,
    });
  }
}
