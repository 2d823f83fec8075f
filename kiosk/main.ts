import { parseArgs } from 'node:util';
import { parseReaderAddress } from '../device-drivers/byte-port/parse-reader-address.ts';
import { checkFfmpeg } from '../device-drivers/camera/check-ffmpeg.ts';
import { Ef01Reader } from '../device-drivers/fingerprint/ef01/ef01-reader.ts';
import { createFaceAnalyser } from '../models/face/create-analyser.ts';
import { createCrowdAnalyser } from '../models/face/crowd.ts';
import packageFile from '../package.json' with { type: 'json' };
import { type Clock, systemClock } from '../sync/base/clock.ts';
import { AppError, isAppError, messageOf } from '../sync/base/errors.ts';
import { createLog, type Logger } from '../sync/base/log.ts';
import { RateLimit } from '../sync/transport/rate-limit.ts';
import { ServerLink } from '../sync/transport/server-link.ts';
import { KioskApp } from './app.ts';
import { type KioskConfig, readConfig } from './config.ts';
import { type MaintenanceOrder, maintain, maintenanceOptions } from './maintain.ts';
import { openCameras } from './open-cameras.ts';
import { openStore } from './open-store.ts';
import { serve } from './serve.ts';
import { diskLimits } from './store/disk-limits.ts';
import { lockStore } from './store/store-lock.ts';

const usage = `usage: npm run kiosk -- --config FILE [--backup FILE | --export DIR | --import FILE | --rebuild | --rotate-key]
  --backup FILE  copies the database, without templates, also while the kiosk runs
  --export DIR   writes what the server has no receipt for to a disk that is carried there
  --import FILE  takes in a class plan, or the server's receipts for what was exported
  --rebuild      makes every table again from the log
  --rotate-key   makes a new device key, signed for by the old one`;

/** `npm run kiosk -- --config FILE`: the kiosk for real use. Simulated devices are refused. */
async function main(): Promise<void> {
  const { config: file, ...order } = readArguments();
  const config = readConfig(file);
  const clock = systemClock();
  const logger = createLog('kiosk');
  const done = await maintain(order, { config, clock, logger });
  if (done === undefined) return run(config, clock, logger);
  console.log(done);
}

function readArguments(): MaintenanceOrder & { readonly config: string } {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' }, ...maintenanceOptions } });
    if (values.config !== undefined) return { ...values, config: values.config };
  } catch {
    // Told below.
  }
  throw new AppError('invalid_input', usage);
}

async function run(config: KioskConfig, clock: Clock, logger: Logger): Promise<void> {
  await checkFfmpeg();
  const { dataDir } = config;
  const lock = lockStore(dataDir);
  const limits = diskLimits(config.disk);
  const store = await openStore(dataDir, clock, config.deviceKey, limits);
  const { db, log, signer, ballast } = store;
  const openPort = parseReaderAddress(config.reader, { allowSimulated: false });
  const { modelsDir = '.cache/models' } = config;
  const analyser = await createFaceAnalyser({ modelsDir });
  const crowd = await createCrowdAnalyser({ modelsDir });
  const { room, roomFrames, door } = config.cameras;
  const app = new KioskApp({
    ...{ clock, logger, db, log, dataDir, analyser, crowd },
    reader: new Ef01Reader({ openPort, clock, log: logger }),
    readerName: config.reader,
    cameras: openCameras({ room, roomFrames, door }, { dataDir, clock, log: logger }),
    link: new ServerLink({ baseUrl: config.serverUrl, signer, clock, ...paceOf(config) }),
    ...{ signer, ballast, limits },
    deviceName: config.deviceName,
    ...(config.deviceCode && { deviceCode: config.deviceCode }),
    adminPin: config.adminPin,
    assessment: config.assessment,
    demo: false,
    scrubEveryMs: 3_600_000,
  });
  await app.start();
  const { host = '127.0.0.1', port = 8080 } = config;
  const server = await serve(app, { host, port, version: packageFile.version });
  console.log(`kiosk: ${server.url}`);
  // The class plan must list it before this kiosk may sign for the class.
  console.log(`device: ${log.identity.device}`);
  stopOnSignal(async () => {
    await server.close();
    await app.close();
    await analyser.close();
    await crowd.close();
    await store.close();
    lock.release();
  });
}

function paceOf({ uploadKbps }: KioskConfig): { readonly rateLimit?: RateLimit } {
  return uploadKbps === undefined ? {} : { rateLimit: new RateLimit(uploadKbps) };
}

function stopOnSignal(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().finally(() => process.exit()));
  }
}

main().catch((error: unknown) => {
  console.error(isAppError(error) ? `${error.zh ?? ''} ${error.message}`.trim() : messageOf(error));
  process.exit(1);
});
