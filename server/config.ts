import { type Static, Type } from 'typebox';
import { readConfigFile } from '../sync/base/config-file.ts';
import { closed } from '../sync/contract/primitives.ts';

/** `npm run server -- --config FILE`. Paths are relative to the file. */
export const ServerConfig = Type.Object(
  {
    /** Database, key and segments live here. */
    dataDir: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    /** 127.0.0.1 unless said otherwise; put a TLS proxy before anything wider. */
    host: Type.Optional(Type.String({ minLength: 1 })),
    /** True behind one TLS proxy: what it says of the client's address and of https is believed. */
    trustProxy: Type.Optional(Type.Boolean()),
    /** Folder of the built review pages; the project's own unless told. */
    uiDir: Type.Optional(Type.String({ minLength: 1 })),
    /** Pause between two whole passes over the store. */
    verifyEveryHours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 24 })),
    /** Private networks that webhooks may be sent to, such as `10.3.0.0/16`; none unless told. */
    webhookNetworks: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
    /**
     * A second factor (TOTP) of reviewers, finance reviewers and administrators: `required` unless told, and then they
     * may do nothing before they enrolled one.
     */
    secondFactor: Type.Optional(Type.Union([Type.Literal('required'), Type.Literal('optional')])),
    logLevel: Type.Optional(
      Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
    ),
  },
  closed,
);
export type ServerConfig = Static<typeof ServerConfig>;

/** Reads the file; throws `invalid_input` with one sentence that names the field. */
export function readConfig(file: string): ServerConfig {
  const { config, fromFile } = readConfigFile(ServerConfig, file);
  return {
    ...config,
    dataDir: fromFile(config.dataDir),
    ...(config.uiDir && { uiDir: fromFile(config.uiDir) }),
  };
}
