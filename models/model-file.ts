import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../sync/base/errors.ts';
import type { ModelEntry } from './manifest.ts';

/** SHA-256 in lower-case hex. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** True when the file exists and has this digest. */
export async function hasDigest(path: string, sha256: string): Promise<boolean> {
  try {
    return digestOf(await readFile(path)) === sha256;
  } catch {
    return false;
  }
}

/** The bytes of a built model. Throws `model_invalid` when the file is missing or is not the one that was pinned. */
export async function readModelFile(model: ModelEntry, modelsDir: string): Promise<Buffer> {
  const bytes = await readFile(join(modelsDir, model.file)).catch((cause: unknown) => {
    throw unusable(model, 'is missing', '不存在', cause);
  });
  if (digestOf(bytes) !== model.sha256) throw unusable(model, 'is not the one in the manifest', '与清单不符');
  return bytes;
}

function unusable(model: ModelEntry, en: string, zh: string, cause?: unknown): AppError {
  const message = `The model file ${model.file} ${en}: build the models again.`;
  return new AppError('model_invalid', message, {
    zh: `模型文件 ${model.file} ${zh}，请重新生成模型。`,
    cause,
  });
}
