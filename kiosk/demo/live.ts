import { parseReaderAddress } from '../../device-drivers/byte-port/parse-reader-address.ts';
import { Ef01Reader } from '../../device-drivers/fingerprint/ef01/ef01-reader.ts';
import { createFaceAnalyser } from '../../models/face/create-analyser.ts';
import { createCrowdAnalyser } from '../../models/face/crowd.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { systemClock } from '../../sync/base/clock.ts';
import { createLog } from '../../sync/base/log.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { KioskApp } from '../app.ts';
import { openCameras } from '../open-cameras.ts';
import { openStore } from '../open-store.ts';
import { maskName } from '../plan/timetable.ts';
import { serve } from '../serve.ts';
import { demoRoutes } from './demo-routes.ts';
import { cutFilm } from './films.ts';
import type { ServerHandover } from './launcher-link.ts';
import { type Classroom, demoConstants, fingerOf, sensorFile, simulatedReader } from './prepare.ts';
import { pressByItself } from './self-presses.ts';
import { openDemoSensor } from './sensor.ts';
import type { DemoSettings } from './settings.ts';

/** Runs the kiosk of the demo now: on film and the simulated sensor, or on the devices that were named. */
export async function goLive(settings: DemoSettings, server: ServerHandover, classroom: Classroom) {
  const { dataDir } = settings;
  const clock = systemClock();
  const logger = createLog('kiosk');
  const store = await openStore(dataDir, clock);
  const { db, log, signer, ballast } = store;
  const sensor = settings.reader === undefined ? openDemoSensor(sensorFile(settings)) : undefined;
  const openPort = sensor?.openPort ?? parseReaderAddress(settings.reader ?? '', { allowSimulated: true });
  const analyser = await createFaceAnalyser({ modelsDir: settings.modelsDir });
  const crowd = await createCrowdAnalyser({ modelsDir: settings.modelsDir });
  const app = new KioskApp({
    ...{ clock, logger, db, log, dataDir, analyser, crowd },
    ...demoConstants(server),
    reader: new Ef01Reader({ openPort, clock, log: logger }),
    readerName: settings.reader ?? simulatedReader,
    cameras: openCameras(await addressesOf(settings), { dataDir, clock, log: logger }),
    link: new ServerLink({ baseUrl: server.url, signer, clock }),
    ...{ signer, ballast },
    adminPin: classroom.pin,
  });
  await app.start();
  const panel = sensor && { sensor, pin: classroom.pin, fingers: () => labelledFingers(app, classroom) };
  const served = await serve(app, {
    host: '127.0.0.1',
    port: settings.port,
    version: packageFile.version,
    extend: (api) => panel && demoRoutes(api, panel),
  });
  const stopPressing = sensor && pressByItself(app, sensor, fingerOf(classroom), new Set(classroom.byFace));
  return {
    url: served.url,
    close: async () => {
      stopPressing?.();
      await served.close();
      await app.close();
      await analyser.close();
      await crowd.close();
      await store.close();
    },
  };
}

async function addressesOf({ camera, doorCamera, filmsDir }: DemoSettings) {
  if (camera !== undefined) return { room: camera, door: doorCamera };
  return { room: await cutFilm('room', filmsDir), door: doorCamera ?? (await cutFilm('door', filmsDir)) };
}

function labelledFingers(app: KioskApp, classroom: Classroom) {
  const people = app.plans.all().find((plan) => plan.class === classroom.class)?.people ?? [];
  const finger = fingerOf(classroom);
  return people.map((person) => ({ finger: finger(person.id), label: maskName(person.name) }));
}
