import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** They bring machine code or files of their own. */
const external = [
  ...['better-sqlite3', 'onnxruntime-node', 'sharp', 'serialport', 'node-hid', 'fluent-ffmpeg'],
  ...['@fastify/swagger-ui', '@node-rs/argon2'],
];

/**
 * One JavaScript file of a TypeScript program and all that it imports, for programs that are started hundreds of times:
 * with tsx a start takes two to five times as long. It lies in .cache, where node_modules is found.
 */
export async function bundled(program: string, name: string): Promise<string> {
  const outDir = join(root, '.cache', 'fault', `${name}-${process.pid}`);
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [ownUrls],
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: { program },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  });
  return join(outDir, 'program.mjs');
}

export function removeBundle(bundle: string): void {
  rmSync(dirname(bundle), { recursive: true, force: true });
}

const programOrUrl = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)|import\.meta\.url/g;

/** A program that a module starts as a thread is bundled, too; other files beside a module are still found there. */
const ownUrls: Plugin = {
  name: 'own-urls',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(root) || !code.includes('import.meta.url')) return undefined;
    const itsOwn = JSON.stringify(pathToFileURL(id).href);
    return code.replace(programOrUrl, (url, program?: string) => {
      if (program === undefined) return itsOwn;
      this.emitFile({ type: 'chunk', id: join(dirname(id), `${program}.ts`), fileName: `${program}.mjs` });
      return url.replace('.ts', '.mjs');
    });
  },
};
