import { Worker } from 'node:worker_threads';

/** A worker thread that runs a TypeScript file: its first file is read before any loader is there, so it is taught first. */
export function startTypeScript(program: URL): Worker {
  const loader = import.meta.resolve('tsx/esm/api');
  const start = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(program.href)});
  });`;
  return new Worker(start, { eval: true, execArgv: [] });
}
