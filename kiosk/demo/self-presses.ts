import type { SimulatedSensor } from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import type { KioskApp } from '../app.ts';
import { buildView } from '../view.ts';

const firstMs = 4_000;
const everyMs = 25_000;
const holdMs = 700;

/**
 * Lets the trainees who are still missing come one by one, and now and then a finger that nobody knows. Those in
 * `byFace` are left to the camera. Returns how to stop.
 */
export function pressByItself(
  app: KioskApp,
  sensor: SimulatedSensor,
  fingerOf: (person: string) => string,
  byFace: ReadonlySet<string>,
): () => void {
  let turn = 0;
  let timer = setTimeout(next, firstMs);
  function next(): void {
    turn += 1;
    timer = setTimeout(next, everyMs);
    if (turn % 6 === 0) return sensor.pressFinger('finger-of-a-stranger', { holdMs });
    const missing = buildView(app).people.find((p) => p.status === 'missing' && !byFace.has(p.id));
    if (missing) sensor.pressFinger(fingerOf(missing.id), { holdMs });
  }
  return () => clearTimeout(timer);
}
