import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { AppError } from './errors.ts';
import { parseAs } from './parse.ts';

/**
 * Reads a JSON file of settings and checks it against `schema`; unknown keys are refused. Throws `invalid_input`
 * with one sentence that names the file and the field. `fromFile` makes a path in it absolute, from the file.
 */
export function readConfigFile<T extends TSchema>(
  schema: T,
  file: string,
): { config: Static<T>; fromFile: (path: string) => string } {
  const config = parseAs(schema, readJson(file), `config ${file}`);
  return { config, fromFile: (path) => resolve(dirname(file), path) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('invalid_input', `config ${file}: cannot be read as JSON.`, {
      cause,
      zh: `配置文件 ${file}：无法读取，或不是 JSON。`,
    });
  }
}
