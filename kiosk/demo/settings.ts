import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `npm start` was told, as the launcher passes it on. */
export interface DemoSettings {
  readonly dataDir: string;
  readonly filmsDir: string;
  readonly modelsDir: string;
  readonly port: number;
  /** Addresses of real devices; the demo's own when undefined. */
  readonly camera: string | undefined;
  readonly doorCamera: string | undefined;
  readonly reader: string | undefined;
}

const cacheDir = fileURLToPath(new URL('../../.cache', import.meta.url));

export function readDemoSettings(env: NodeJS.ProcessEnv): DemoSettings {
  return {
    dataDir: join(env.KEQIN_DATA ?? 'data', 'kiosk'),
    filmsDir: join(cacheDir, 'films'),
    modelsDir: join(cacheDir, 'models'),
    port: Number(env.KIOSK_PORT ?? 8080),
    camera: env.KEQIN_CAMERA,
    doorCamera: env.KEQIN_DOOR_CAMERA,
    reader: env.KEQIN_READER,
  };
}
