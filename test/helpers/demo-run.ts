import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AttendancePage } from '../../sync/contract/pull.ts';

/** What `npm start` printed once it was ready. */
export interface Ready {
  readonly kiosk: string;
  readonly review: string;
  readonly user: string;
  readonly password: string;
  readonly pullToken: string;
  readonly pin: string;
  /** From the command to its last line, ms. */
  readonly tookMs: number;
}

/** `npm start` as a person runs it, on free ports and a data folder of its own. */
export class DemoRun {
  readonly dataDir: string;
  readonly lines: string[] = [];
  #process: ChildProcess | undefined;

  constructor(dataDir = mkdtempSync(join(tmpdir(), 'keqin-demo-'))) {
    this.dataDir = dataDir;
  }

  /** Starts it and waits for "ready"; `flags` as after `npm start --`. */
  async start(flags: readonly string[] = []): Promise<Ready> {
    const startedAt = performance.now();
    const [kioskPort, serverPort] = await Promise.all([freePort(), freePort()]);
    const env = { ...process.env, KIOSK_PORT: String(kioskPort), SERVER_PORT: String(serverPort) };
    const args = ['kiosk/start/start.mjs', '--data', this.dataDir, ...flags];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    const ended = once(child, 'exit').then(() => {
      throw new Error(`npm start ended early:\n${this.lines.join('\n')}`);
    });
    ended.catch(() => undefined);
    await Promise.race([this.#untilLine(child, /^class admin PIN: /), ended]);
    return this.#ready(performance.now() - startedAt);
  }

  /** Where this classroom's data lies. */
  get classroomDir(): string {
    const name = readdirSync(this.dataDir)
      .filter((folder) => folder.startsWith('classroom-'))
      .sort()
      .at(-1);
    return join(this.dataDir, name ?? '');
  }

  /** Ctrl-C; resolves when the launcher is gone. */
  async stop(): Promise<void> {
    if (!this.#process || this.#process.exitCode !== null) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    await exit;
  }

  #untilLine(child: ChildProcess, last: RegExp): Promise<void> {
    return new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', (line) => {
          this.lines.push(line);
          if (last.test(line)) resolve();
        });
      }
    });
  }

  #ready(tookMs: number): Ready {
    const after = (label: string) => {
      const line = this.lines.find((l) => l.startsWith(`${label}: `)) ?? '';
      return line.slice(label.length + 2).split(' ');
    };
    const [kiosk = ''] = after('kiosk');
    const [review = ''] = after('review');
    const [user = '', password = ''] = after('login');
    const [pullToken = ''] = after('pull token');
    const [pin = ''] = after('class admin PIN');
    return { kiosk, review, user, password, pullToken, pin, tookMs };
  }
}

/** Everything that the pull API gives. */
export async function pullAll(ready: Ready): Promise<AttendancePage['items']> {
  const headers = { authorization: `Bearer ${ready.pullToken}` };
  const answer = await fetch(`${ready.review}/api/v1/attendance?limit=500`, { headers });
  return ((await answer.json()) as AttendancePage).items;
}

/** A reviewer's session: a fetch that carries the cookie. */
export async function signIn(ready: Ready): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const { user, password } = ready;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ user, password });
  const login = await fetch(`${ready.review}/api/v1/session`, { method: 'POST', headers, body });
  if (!login.ok) throw new Error(await login.text());
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return (path, init = {}) =>
    fetch(`${ready.review}${path}`, { ...init, headers: { ...init.headers, cookie } });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
