import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import { waitFor } from '../helpers/wait-for.ts';

const program = ['--import', 'tsx', 'server/main.ts', '--config'];
const user = 'bench';

/** The review server as a person runs it, on a free port and a folder of its own, with one reviewer signed in. */
export class ServerProgram {
  readonly url: string;
  readonly #child: ChildProcess;
  #cookie = '';

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(dir: string): Promise<ServerProgram> {
    const port = await freePort();
    const config = join(dir, 'server.json');
    writeFileSync(
      config,
      JSON.stringify({ dataDir: './server', port, logLevel: 'warn', secondFactor: 'optional' }),
    );
    const add = [...program, config, '--add-reviewer', user];
    const password = execFileSync(process.execPath, add, { encoding: 'utf8' }).trim();
    const child = spawn(process.execPath, [...program, config], { stdio: ['ignore', 'inherit', 'inherit'] });
    const server = new ServerProgram(`http://127.0.0.1:${port}`, child);
    await server.#untilHealthy();
    await server.#signIn(password);
    return server;
  }

  /** The reviewer's session, as a `Cookie` header says it. */
  get cookie(): string {
    return this.#cookie;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async deviceCode(): Promise<string> {
    return (await this.#post<{ code: string }>('/api/v1/device-codes', {})).code;
  }

  /** The new class's id. */
  async file(filing: ClassFiling): Promise<string> {
    return (await this.#post<{ class: string }>('/api/v1/classes', filing)).class;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exit;
  }

  async #signIn(password: string): Promise<void> {
    const answer = await this.#send('/api/v1/session', { user, password });
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    this.#cookie = cookies.join('; ');
  }

  async #post<T>(path: string, body: object): Promise<T> {
    return (await (await this.#send(path, body)).json()) as T;
  }

  async #send(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', cookie: this.#cookie };
    const answer = await fetch(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async #untilHealthy(): Promise<void> {
    await waitFor('the server’s first answer', 30_000, async () => {
      if (this.#child.exitCode !== null) throw new Error('the server ended at its start');
      const answer = await fetch(`${this.url}/api/v1/health`).catch(() => undefined);
      return answer?.ok ? true : undefined;
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
