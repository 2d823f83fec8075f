import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  SimulatedSensor,
  type SimulatedSensorOptions,
} from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';

type Snapshot = NonNullable<SimulatedSensorOptions['snapshot']>;

/** A sensor whose library outlives a restart, as a real one's does. */
export function openDemoSensor(file: string, options: SimulatedSensorOptions = {}): SimulatedSensor {
  const snapshot = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Snapshot) : undefined;
  const sensor = new SimulatedSensor({ ...options, snapshot });
  sensor.onLibraryChange((library) => {
    writeFileSync(`${file}.new`, JSON.stringify(library), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  });
  return sensor;
}
