import { Ef01Reader } from '../../../device-drivers/fingerprint/ef01/ef01-reader.ts';
import { SimulatedSensor } from '../../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { KioskApp } from '../../../kiosk/app.ts';
import { openCameras } from '../../../kiosk/open-cameras.ts';
import { openStore } from '../../../kiosk/open-store.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';
import { ServerLink } from '../../../sync/transport/server-link.ts';
import { waitFor } from '../../helpers/wait-for.ts';

interface Setup {
  readonly dir: string;
  /** Of the room's camera, which serves the door too. */
  readonly url: string;
  readonly serverUrl: string;
  readonly deviceCode: string;
}

/** Everything that `kiosk/main.ts` starts, but for its page and its models, with a simulated reader. */
export class WholeKiosk {
  readonly #app: KioskApp;
  readonly #closeStore: () => Promise<void>;

  private constructor(app: KioskApp, closeStore: () => Promise<void>) {
    this.#app = app;
    this.#closeStore = closeStore;
  }

  /** Resolves when the server knows it and its camera gives pictures. */
  static async start({ dir, url, serverUrl, deviceCode }: Setup): Promise<WholeKiosk> {
    const clock = systemClock();
    const logger = createLog('kiosk', 'error');
    const { db, log, signer, close } = await openStore(dir, clock);
    const sensor = new SimulatedSensor();
    const cameras = openCameras({ room: url, door: undefined }, { dataDir: dir, clock, log: logger });
    const app = new KioskApp({
      ...{ clock, logger, db, log, signer, dataDir: dir, cameras, deviceCode },
      reader: new Ef01Reader({ openPort: sensor.openPort, clock, log: logger }),
      readerName: 'simulated',
      link: new ServerLink({ baseUrl: serverUrl, signer, clock }),
      deviceName: 'bench',
      adminPin: '135790',
      assessment: 'PIA-1',
      demo: false,
      scrubEveryMs: 3_600_000,
    });
    await app.start();
    const ready = async () => app.sync.lastReceiptAt !== null && cameras.room.state.state === 'ready';
    await waitFor('the kiosk', 60_000, async () => (await ready()) || undefined);
    return new WholeKiosk(app, close);
  }

  get device(): string {
    return this.#app.parts.log.identity.device;
  }

  /** Asks for new plans now. */
  contact(): Promise<void> {
    return this.#app.sync.contactSoon();
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.#closeStore();
  }
}
