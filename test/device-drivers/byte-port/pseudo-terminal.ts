import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PseudoTerminalPair {
  readonly driverPath: string;
  readonly devicePath: string;
  /** Ends socat: both terminals vanish, as when a cable is pulled. */
  end(): Promise<void>;
}

/** Two pseudo-terminals joined by socat, both raw, each reached by a link in a directory of its own. */
export async function openPseudoTerminals(): Promise<PseudoTerminalPair> {
  const folder = await mkdtemp(join(tmpdir(), 'keqin-pty-'));
  const [driverPath, devicePath] = [join(folder, 'driver'), join(folder, 'device')];
  const ends = [driverPath, devicePath].map((path) => `pty,raw,echo=0,link=${path}`);
  const socat = spawn('socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(socat, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    socat.on('error', reject);
    socat.on('exit', () => reject(new Error(`socat ended early: ${said}`)));
    socat.stderr.on('data', (text: Buffer) => {
      said += text;
      if (said.includes('starting data transfer loop')) resolve();
    });
  });
  return {
    driverPath,
    devicePath,
    async end() {
      socat.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
