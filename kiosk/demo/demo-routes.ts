import { Type } from 'typebox';
import type { SimulatedSensor } from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { DemoFingers, DemoPress, DemoReaderLever } from '../../sync/contract/kiosk-view.ts';
import type { KioskApi } from '../api/kiosk-api.ts';

interface DemoPanel {
  readonly sensor: SimulatedSensor;
  readonly fingers: () => readonly { readonly finger: string; readonly label: string }[];
  readonly pin: string;
}

const holdMs = 700;

/** The device panel: levers of the simulated sensor. These routes do not exist outside the demo. */
export function demoRoutes(api: KioskApi, { sensor, fingers, pin }: DemoPanel): void {
  const nothing = { 204: Type.Null() };

  api.get('/api/v1/demo/fingers', { schema: { response: { 200: DemoFingers } } }, () => ({
    pin,
    fingers: [...fingers(), { finger: 'finger-of-a-stranger', label: '陌生手指' }],
  }));

  api.post('/api/v1/demo/press', { schema: { body: DemoPress, response: nothing } }, (request, reply) => {
    const { finger, quality } = request.body;
    sensor.pressFinger(finger, { holdMs, ...(quality && { quality }) });
    reply.code(204).send(null);
  });

  const lever = { schema: { body: DemoReaderLever, response: nothing } };
  api.post('/api/v1/demo/reader', lever, async (request, reply) => {
    if (request.body.action === 'unplug') await sensor.unplug();
    else sensor.plug();
    return reply.code(204).send(null);
  });
}
