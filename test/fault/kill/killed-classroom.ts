import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtModels } from '../../helpers/built-models.ts';
import { bundled, removeBundle } from './bundle.ts';
import { Program } from './program.ts';
import { EagerAdmin, pin } from './sign-ins.ts';

/** The real server and the real kiosk on data of their own, for a killer. No camera, no reader: an admin signs in. */
export class KilledClassroom {
  readonly dir = mkdtempSync(join(tmpdir(), 'keqin-killed-'));
  readonly databases = {
    kiosk: join(this.dir, 'kiosk', 'kiosk.db'),
    server: join(this.dir, 'server', 'server.db'),
  };
  server!: Program;
  kiosk!: Program;
  admin!: EagerAdmin;
  readonly #bundles: string[] = [];

  /** Both programs answer, and the kiosk has a code to enrol with. */
  async open(): Promise<void> {
    const [serverPort, kioskPort] = await Promise.all([freePort(), freePort()]);
    const serverUrl = `http://127.0.0.1:${serverPort}`;
    const deviceCode = await this.#openServer(serverUrl, serverPort);
    const kioskUrl = `http://127.0.0.1:${kioskPort}`;
    const config = this.#write('kiosk.json', {
      ...{ dataDir: 'kiosk', serverUrl, port: kioskPort, deviceCode },
      ...{ deviceName: '101', adminPin: pin, assessment: 'PIA-1' },
      ...{ cameras: { room: '/dev/video99' }, reader: '/dev/ttyUSB99', modelsDir: await builtModels() },
    });
    const file = await this.#bundle('kiosk');
    this.kiosk = new Program('kiosk', [file, '--config', config], () => answers(kioskUrl));
    this.admin = new EagerAdmin(kioskUrl);
    this.kiosk.start();
    await this.kiosk.ready();
  }

  async close(): Promise<void> {
    // One that ended by itself was told of by whoever met it.
    await Promise.allSettled([this.kiosk?.kill(), this.server?.kill()]);
    rmSync(this.dir, { recursive: true });
    for (const bundle of this.#bundles) removeBundle(bundle);
  }

  /** Gives a one-time code for a device. */
  async #openServer(url: string, port: number): Promise<string> {
    const config = this.#write('server.json', {
      ...{ dataDir: 'server', port, logLevel: 'error', secondFactor: 'optional' },
    });
    const args = [await this.#bundle('server'), '--config', config];
    const addReviewer = [...args, '--add-reviewer', 'test'];
    const password = execFileSync(process.execPath, addReviewer, { encoding: 'utf8' }).trim();
    this.server = new Program('server', args, () => answers(url));
    this.server.start();
    await this.server.ready();
    return deviceCode(url, password);
  }

  async #bundle(program: 'kiosk' | 'server'): Promise<string> {
    const file = await bundled(`${program}/main.ts`, program);
    this.#bundles.push(file);
    return file;
  }

  #write(name: string, config: object): string {
    const file = join(this.dir, name);
    writeFileSync(file, JSON.stringify(config));
    return file;
  }
}

async function deviceCode(serverUrl: string, password: string): Promise<string> {
  const post = (path: string, headers: Record<string, string>, body: object) =>
    fetch(`${serverUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const session = await post('/api/v1/session', {}, { user: 'test', password });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await post('/api/v1/device-codes', { cookie }, {});
  return ((await answer.json()) as { code: string }).code;
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(`${url}/api/v1/health`)).ok;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
