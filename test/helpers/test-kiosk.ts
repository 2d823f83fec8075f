import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ef01Reader } from '../../device-drivers/fingerprint/ef01/ef01-reader.ts';
import { SimulatedSensor } from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { KioskApp } from '../../kiosk/app.ts';
import { openStore } from '../../kiosk/open-store.ts';
import type { RemovableDisk } from '../../kiosk/usb/removable-disks.ts';
import { createLog } from '../../sync/base/log.ts';
import type { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { FakeCamera } from './fake-camera.ts';

interface Options {
  readonly dir?: string;
  readonly clock: SimulatedClock;
  readonly serverUrl: string;
  readonly deviceCode?: string;
  readonly sensor?: SimulatedSensor;
  /** Collects log lines; without it the kiosk is silent. */
  readonly logLines?: string[];
  /** The disks that are plugged in; none unless told. */
  readonly disks?: () => Promise<readonly RemovableDisk[]>;
}

const noDelays = { imageMs: 0, extractMs: 0, searchMs: 0, storeMs: 0 };

/** A whole kiosk in a folder of its own: simulated sensor behind the true driver, a camera led by hand. */
export async function openTestKiosk({ clock, serverUrl, deviceCode, logLines, ...options }: Options) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'keqin-kiosk-'));
  const logger = createLog('kiosk', logLines ? 'trace' : 'silent', {
    write: (line) => void logLines?.push(line),
  });
  const store = await openStore(dir, clock);
  const { db, log, signer, keys } = store;
  const sensor = options.sensor ?? new SimulatedSensor({ delays: noDelays });
  const camera = new FakeCamera(dir);
  const app = new KioskApp({
    ...{ clock, logger, db, log, dataDir: dir },
    reader: new Ef01Reader({ openPort: sensor.openPort, clock, log: logger, pollMs: 5, quietMs: 0 }),
    readerName: 'simulated',
    cameras: { room: camera },
    link: new ServerLink({ baseUrl: serverUrl, signer, clock, timeoutMs: 5_000 }),
    signer,
    deviceName: 'test kiosk',
    ...(deviceCode && { deviceCode }),
    adminPin: '135790',
    assessment: 'PIA-1',
    demo: false,
    scrubEveryMs: 86_400_000,
    contactEveryMs: 20,
    retryMs: 20,
    disks: options.disks ?? (async () => []),
  });
  const close = async () => {
    await app.close();
    await store.close();
  };
  return { app, dir, db, log, keys, sensor, camera, close };
}

export type TestKiosk = Awaited<ReturnType<typeof openTestKiosk>>;

/** Waits until `is` holds; fails after ten seconds with `what`. */
export async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await is())) {
    if (performance.now() > deadline) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
