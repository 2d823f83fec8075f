import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import type { KioskView } from '../../sync/contract/kiosk-view.ts';
import { openPseudoTerminals } from '../device-drivers/byte-port/pseudo-terminal.ts';
import { builtModels } from '../helpers/built-models.ts';
import { waitFor } from '../helpers/wait-for.ts';

const args = ['--import', 'tsx', 'kiosk/main.ts'];
let kiosk: ChildProcess | undefined;
afterEach(async () => {
  if (!kiosk || kiosk.exitCode !== null) return;
  const exit = once(kiosk, 'exit');
  kiosk.kill('SIGTERM');
  await exit;
});

async function configFile(change: object): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-real-'));
  const config = {
    dataDir: 'data',
    serverUrl: 'http://127.0.0.1:9',
    deviceName: '一号教室',
    port: 0,
    adminPin: '135790',
    assessment: 'PIA-1',
    cameras: { room: '/dev/video99' },
    reader: '/dev/ttyUSB99',
    modelsDir: await builtModels(),
    ...change,
  };
  const file = join(dir, 'kiosk.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Starts the real program; gives the address of its page. */
async function startKiosk(change: object): Promise<string> {
  kiosk = spawn(process.execPath, [...args, '--config', await configFile(change)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: kiosk.stdout as NodeJS.ReadableStream });
  return new Promise((resolve, reject) => {
    kiosk?.on('exit', () => reject(new Error('the kiosk ended')));
    lines.on('line', (line) => {
      const url = /^kiosk: (\S+)$/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}

const stateOf = async (url: string) => (await (await fetch(`${url}/api/v1/state`)).json()) as KioskView;

test('with no camera, no reader and no server the kiosk runs, and says what is out of order', async () => {
  const url = await startKiosk({});
  const { devices, sync, demo } = await waitFor('both out of order', 15_000, async () => {
    const view = await stateOf(url);
    const { reader, roomCamera } = view.devices;
    return reader.state === 'out-of-order' && roomCamera.state === 'out-of-order' ? view : undefined;
  });
  expect(devices.reader.detail).toContain('/dev/ttyUSB99');
  expect(devices.roomCamera.detail).toContain('/dev/video99');
  expect(sync.online).toBe(false);
  expect(demo).toBe(false);
});

test('a pseudo-terminal in the reader’s place is refused', async () => {
  const terminals = await openPseudoTerminals();
  try {
    const url = await startKiosk({ reader: terminals.driverPath });
    const reader = await waitFor('the refusal', 15_000, async () => {
      const { reader: state } = (await stateOf(url)).devices;
      return state.state === 'out-of-order' ? state : undefined;
    });
    expect(reader.detail).toContain('simulated devices are not allowed');
  } finally {
    await terminals.end();
  }
});

test('a wrong configuration is told in one sentence', async () => {
  const run = spawnSync(process.execPath, [...args, '--config', await configFile({ colour: 'red' })]);
  expect(run.status).toBe(1);
  expect(run.stderr.toString().trim().split('\n')).toHaveLength(1);
  expect(run.stderr.toString()).toContain('colour is not a known field');
});
