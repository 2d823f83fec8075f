import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtModels } from '../../helpers/built-models.ts';
import { Program } from './program.ts';

const pin = '135790';
const json = { 'content-type': 'application/json' };

/** The real server and the real kiosk on data of their own, for a killer. No camera, no reader: a person signs in. */
export class KilledClassroom {
  readonly dir = mkdtempSync(join(tmpdir(), 'keqin-killed-'));
  readonly kioskDatabase = join(this.dir, 'kiosk', 'kiosk.db');
  readonly serverDatabase = join(this.dir, 'server', 'server.db');
  server!: Program;
  kiosk!: Program;
  /** Sign-ins that the kiosk confirmed, and so promised to have written down. */
  confirmed = 0;
  /** Those asked for; the last may have been written without a word. */
  asked = 0;
  #kioskUrl = '';

  async open(): Promise<void> {
    const [serverPort, kioskPort] = await Promise.all([freePort(), freePort()]);
    const serverUrl = `http://127.0.0.1:${serverPort}`;
    this.#kioskUrl = `http://127.0.0.1:${kioskPort}`;
    const serverConfig = this.#write('server.json', {
      dataDir: 'server',
      port: serverPort,
      logLevel: 'error',
    });
    const password = addReviewer(serverConfig);
    this.server = new Program(['server/main.ts', '--config', serverConfig], () => answers(serverUrl));
    this.server.start();
    await this.server.ready();
    const kioskConfig = this.#write('kiosk.json', {
      ...{
        dataDir: 'kiosk',
        serverUrl,
        port: kioskPort,
        deviceName: '101',
        adminPin: pin,
        assessment: 'PIA-1',
      },
      ...{ cameras: { room: '/dev/video99' }, reader: '/dev/ttyUSB99', modelsDir: await builtModels() },
      deviceCode: await deviceCode(serverUrl, password),
    });
    this.kiosk = new Program(['kiosk/main.ts', '--config', kioskConfig], () => answers(this.#kioskUrl));
    this.kiosk.start();
    await this.kiosk.ready();
  }

  /** A person signs in at the kiosk again and again, whether it answers or not. */
  async signInUntil(enough: Promise<unknown>): Promise<void> {
    let on = true;
    void enough.finally(() => {
      on = false;
    });
    while (on) {
      this.asked += 1;
      if (await this.#signIn()) this.confirmed += 1;
      else await Promise.race([enough, new Promise((resolve) => setTimeout(resolve, 50))]);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.kiosk?.kill(), this.server?.kill()]);
    rmSync(this.dir, { recursive: true });
  }

  async #signIn(): Promise<boolean> {
    const request = { method: 'POST', headers: json, body: JSON.stringify({ pin }) };
    const answer = await fetch(`${this.#kioskUrl}/api/v1/admin/session`, request).catch(() => undefined);
    return answer?.status === 204;
  }

  #write(name: string, config: object): string {
    const file = join(this.dir, name);
    writeFileSync(file, JSON.stringify(config));
    return file;
  }
}

function addReviewer(config: string): string {
  const args = ['--import', 'tsx', 'server/main.ts', '--config', config, '--add-reviewer', 'test'];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

async function deviceCode(serverUrl: string, password: string): Promise<string> {
  const post = (path: string, headers: Record<string, string>, body: object) =>
    fetch(`${serverUrl}${path}`, {
      method: 'POST',
      headers: { ...json, ...headers },
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
