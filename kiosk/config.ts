import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { AppError, messageOf } from '../sync/base/errors.ts';
import { parseAs } from '../sync/base/parse.ts';
import { closed, ShortText } from '../sync/contract/primitives.ts';

/** The kiosk's configuration file, JSON. Unknown keys are refused. */
export const KioskConfig = Type.Object(
  {
    dataDir: Type.String({ minLength: 1 }),
    serverUrl: Type.String({ pattern: '^https?://[^/]+$' }),
    deviceName: ShortText,
    /** One-time code from the review page; needed at the first start only. */
    deviceCode: Type.Optional(ShortText),
    host: Type.Optional(Type.String()),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
    /** The class admin's PIN, 6 to 12 digits. */
    adminPin: Type.String({ pattern: '^[0-9]{6,12}$' }),
    /** Reference of the impact assessment (PIPL 55): without it nobody is enrolled. */
    assessment: ShortText,
    cameras: Type.Object(
      { room: Type.String({ minLength: 1 }), door: Type.Optional(Type.String({ minLength: 1 })) },
      closed,
    ),
    /** `/dev/ttyUSB0`, `COM3`, `tcp://host:port`, `hid://vid:pid`. */
    reader: Type.String({ minLength: 1 }),
    modelsDir: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
);
export type KioskConfig = Static<typeof KioskConfig>;

/** Reads and checks the file; throws `invalid_input` with one sentence that names file and field. */
export function readConfig(file: string): KioskConfig {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('invalid_input', `Config ${file} cannot be read: ${messageOf(cause)}.`, {
      cause,
      zh: `配置文件 ${file} 无法读取。`,
    });
  }
  return parseAs(KioskConfig, value, `config ${file}`);
}
