import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { AppError } from '../sync/base/errors.ts';
import { parseAs } from '../sync/base/parse.ts';

const closed = { additionalProperties: false };

/** `npm run server -- --config FILE`. Paths are relative to the file. */
export const ServerConfig = Type.Object(
  {
    /** Database, key and segments live here. */
    dataDir: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    /** 127.0.0.1 unless said otherwise; put a TLS proxy before anything wider. */
    host: Type.Optional(Type.String({ minLength: 1 })),
    /** Folder of the built review pages. */
    uiDir: Type.Optional(Type.String({ minLength: 1 })),
    /** Pause between two whole passes over the store. */
    verifyEveryHours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 24 })),
    logLevel: Type.Optional(
      Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
    ),
  },
  closed,
);
export type ServerConfig = Static<typeof ServerConfig>;

/** Reads the file; throws `invalid_input` with one sentence that names the field. */
export function readConfig(file: string): ServerConfig {
  const config = parseAs(ServerConfig, readJson(file), `config ${file}`);
  const fromFile = (path: string) => resolve(dirname(file), path);
  const paths = { dataDir: fromFile(config.dataDir) };
  return { ...config, ...paths, ...(config.uiDir ? { uiDir: fromFile(config.uiDir) } : {}) };
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
