import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** Debian's TPM 2.0 in software. Its memory is a folder that outlives the program, as a chip's outlives the machine. */
export class Swtpm {
  readonly #state = mkdtempSync(join(tmpdir(), 'keqin-swtpm-'));
  #program: ChildProcess | undefined;
  #port = 0;

  /** Started, and stopped with the test. */
  static async start(): Promise<Swtpm> {
    const tpm = new Swtpm();
    onTestFinished(async () => {
      await tpm.stop();
      rmSync(tpm.#state, { recursive: true, force: true });
    });
    await tpm.powerOn();
    return tpm;
  }

  get tcti(): string {
    return `swtpm:host=127.0.0.1,port=${this.#port}`;
  }

  async powerOn(): Promise<void> {
    // A program that is told the address once must find the chip there after a restart too.
    if (this.#port === 0) this.#port = await twoFreePorts();
    const port = (n: number) => `type=tcp,bindaddr=127.0.0.1,port=${n}`;
    const servers = ['--server', port(this.#port), '--ctrl', port(this.#port + 1)];
    const args = [
      'socket',
      '--tpm2',
      '--tpmstate',
      `dir=${this.#state}`,
      ...servers,
      '--flags',
      'startup-clear',
    ];
    this.#program = spawn('swtpm', args, { stdio: 'ignore' });
    this.#program.once('error', () => {});
    await vi.waitFor(() => answers(this.#port + 1), { timeout: 10_000, interval: 20 });
  }

  async stop(): Promise<void> {
    const program = this.#program;
    this.#program = undefined;
    if (!program || program.exitCode !== null || program.pid === undefined) return;
    const gone = once(program, 'exit');
    program.kill('SIGKILL');
    await gone;
  }

  /** Power off and on again: what was loaded is gone, what was made can be loaded again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.powerOn();
  }

  /** As `tpm2_clear` or a new board does: no key of before can be loaded. */
  async replace(): Promise<void> {
    await this.stop();
    rmSync(join(this.#state, 'tpm2-00.permall'));
    await this.powerOn();
  }
}

/** tcti-swtpm takes the port beside the first one for control. */
async function twoFreePorts(): Promise<number> {
  const first = await listen(0);
  const port = (first.address() as { port: number }).port;
  const second = await listen(port + 1).catch(() => undefined);
  for (const server of [first, second]) if (server) await new Promise((done) => server.close(done));
  return second ? port : twoFreePorts();
}

function listen(port: number): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function answers(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(void socket.end()));
    socket.once('error', reject);
  });
}
