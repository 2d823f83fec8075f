import { parseArgs } from 'node:util';
import { parseReaderAddress } from '../device-drivers/byte-port/parse-reader-address.ts';
import { checkFfmpeg } from '../device-drivers/camera/probe.ts';
import { Ef01Reader } from '../device-drivers/fingerprint/ef01/ef01-reader.ts';
import { createFaceAnalyser } from '../models/face/create-analyser.ts';
import packageFile from '../package.json' with { type: 'json' };
import { systemClock } from '../sync/base/clock.ts';
import { AppError, isAppError, messageOf } from '../sync/base/errors.ts';
import { createLog } from '../sync/base/log.ts';
import { ServerLink } from '../sync/transport/server-link.ts';
import { KioskApp } from './app.ts';
import { readConfig } from './config.ts';
import { openCameras } from './open-cameras.ts';
import { openStore } from './open-store.ts';
import { serve } from './serve.ts';

/** `npm run kiosk -- --config FILE`: the kiosk for real use. Simulated devices are refused. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (!values.config)
    throw new AppError('invalid_input', 'Say which configuration: npm run kiosk -- --config FILE');
  const config = readConfig(values.config);
  const clock = systemClock();
  const logger = createLog('kiosk');
  await checkFfmpeg();
  const { dataDir } = config;
  const { db, log, signer } = openStore(dataDir, clock);
  const openPort = parseReaderAddress(config.reader, { allowSimulated: false });
  const analyser = await createFaceAnalyser({ modelsDir: config.modelsDir ?? '.cache/models' });
  const { room, door } = config.cameras;
  const app = new KioskApp({
    ...{ clock, logger, db, log, dataDir, analyser },
    reader: new Ef01Reader({ openPort, clock, log: logger }),
    readerName: config.reader,
    cameras: openCameras({ room, door }, { dataDir, clock, log: logger }),
    link: new ServerLink({ baseUrl: config.serverUrl, signer, clock }),
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
    db.close();
  });
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
