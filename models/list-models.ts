import { join } from 'node:path';
import { type ModelEntry, readManifest } from './manifest.ts';
import { hasDigest } from './model-file.ts';

/** One line a model, for people: name, whether it is built, digest, licence, origin. */
export async function listModels(modelsDir: string): Promise<readonly string[]> {
  return Promise.all(readManifest().map((model) => describe(model, modelsDir)));
}

async function describe(model: ModelEntry, modelsDir: string): Promise<string> {
  const built = await hasDigest(join(modelsDir, model.file), model.sha256);
  const { source } = model;
  const columns = [
    model.name.padEnd(22),
    built ? '已生成 built' : '未生成 not built',
    `sha256:${model.sha256}`,
    model.licence,
    `${source.origin} (${source.package} ${source.version})`,
  ];
  return columns.join('  ');
}
