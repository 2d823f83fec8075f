import { type Static, Type } from 'typebox';
import { parseCameraSource } from '../device-drivers/camera/source.ts';
import { readConfigFile } from '../sync/base/config-file.ts';
import { invalidField } from '../sync/base/parse.ts';
import { closed, ShortText } from '../sync/contract/primitives.ts';
import { DeviceKeyConfig } from './keys/device-key.ts';

const Bytes = Type.Integer({ minimum: 0 });

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
      {
        room: Type.String({ minLength: 1 }),
        /**
         * The room camera's second, smaller RTSP stream, if it has one: pictures are taken from it. Beside a camera of
         * H.265 it should be H.264: it is then what is watched live, and the recording is not encoded anew.
         */
        roomFrames: Type.Optional(Type.String({ minLength: 1 })),
        door: Type.Optional(Type.String({ minLength: 1 })),
      },
      closed,
    ),
    /** `/dev/ttyUSB0`, `COM3`, `tcp://host:port`, `hid://vid:pid`. */
    reader: Type.String({ minLength: 1 }),
    /** The most that evidence may take of the link, 1,000 bits a second; without it there is no limit. */
    uploadKbps: Type.Optional(Type.Integer({ minimum: 64, maximum: 10_000_000 })),
    modelsDir: Type.Optional(Type.String({ minLength: 1 })),
    /** How the last room on the disk is shared out, bytes: see kiosk/store/disk-limits.ts. */
    disk: Type.Optional(
      Type.Partial(
        Type.Object({ warnBelowBytes: Bytes, videoReserveBytes: Bytes, ballastBytes: Bytes }, closed),
      ),
    ),
    /** Where the next device key comes from: a file unless told; the key in use says itself what it is. */
    deviceKey: Type.Optional(DeviceKeyConfig),
  },
  closed,
);
export type KioskConfig = Static<typeof KioskConfig>;

/**
 * Reads the file; throws `invalid_input` with one sentence that names the field, a film in a camera's place among
 * them. Paths are relative to the file.
 */
export function readConfig(file: string): KioskConfig {
  const { config, fromFile } = readConfigFile(KioskConfig, file);
  for (const [name, address] of Object.entries(config.cameras)) refuseFilm(`cameras.${name}`, address);
  return {
    ...config,
    dataDir: fromFile(config.dataDir),
    ...(config.modelsDir && { modelsDir: fromFile(config.modelsDir) }),
  };
}

/** A film is for trying out (`npm start -- --camera FILE`): in a classroom it would be a lesson that never was. */
function refuseFilm(field: string, address: string): void {
  if (parseCameraSource(address).kind !== 'file') return;
  throw invalidField('kiosk.json', field, 'is a film, and no camera', '是影片文件，不是摄像头');
}
