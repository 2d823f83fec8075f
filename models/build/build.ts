import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';
import { type ModelEntry, readManifest } from '../manifest.ts';
import { digestOf, hasDigest } from '../model-file.ts';
import { openPackage } from './package-files.ts';
import { recipes } from './recipes.ts';

export interface BuildProgress {
  /** Counts from 1. */
  readonly step: number;
  readonly total: number;
  readonly model: string;
  readonly outcome: 'built' | 'kept';
}

export interface BuildOptions {
  /** Where the ONNX files go; made when missing. */
  readonly outDir: string;
  readonly manifest?: readonly ModelEntry[];
  readonly onProgress?: (progress: BuildProgress) => void;
}

/**
 * Makes every model of the manifest out of the weights that npm installed. A file that already has the pinned
 * digest is kept. Throws `model_invalid` when a result has another digest than the manifest's.
 */
export async function buildModels({
  outDir,
  manifest = readManifest(),
  onProgress,
}: BuildOptions): Promise<void> {
  await mkdir(outDir, { recursive: true });
  for (const [index, model] of manifest.entries()) {
    const outcome = await buildModel(model, outDir);
    onProgress?.({ step: index + 1, total: manifest.length, model: model.name, outcome });
  }
}

async function buildModel(model: ModelEntry, outDir: string): Promise<'built' | 'kept'> {
  const path = join(outDir, model.file);
  if (await hasDigest(path, model.sha256)) return 'kept';
  const bytes = convert(model);
  checkDigest(model, digestOf(bytes));
  // Written beside and moved: a kiosk that loses power here never sees half a model.
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, path);
  return 'built';
}

function convert(model: ModelEntry): Uint8Array {
  const recipe = recipes[model.name];
  if (recipe === undefined)
    throw new AppError('model_invalid', `Nothing here can make the model ${model.name}.`);
  return recipe(openPackage(model.source.package));
}

function checkDigest(model: ModelEntry, digest: string): void {
  if (digest === model.sha256) return;
  const en = `The model ${model.name} was made with digest ${digest}, but the manifest pins ${model.sha256}.`;
  const zh = `模型 ${model.name} 的摘要与清单不符，请运行 npm ci 恢复 ${model.source.package} ${model.source.version}。`;
  throw new AppError('model_invalid', en, { zh });
}
