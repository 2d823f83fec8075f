import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';

/** The kernel's resource manager: it clears the TPM's few slots behind each program. */
const kernelManager = 'device:/dev/tpmrm0';

/** A discrete TPM may take seconds to make a key. */
const callTimeoutMs = 30_000;

/** One machine has one TPM, with three slots: one job at a time, whoever asks. */
let lastJob: Promise<unknown> = Promise.resolve();

/**
 * Debian's tpm2-tools (5.x), one process a call, with a folder of their own for contexts, digests and signatures:
 * in memory where the system has such a place, since what a TPM lent us must not outlast us on a disk.
 */
export class TpmTools {
  readonly #tcti: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly folder = mkdtempSync(join(volatileFolder(), 'keqin-tpm-'));
  readonly #removeFolder = () => rmSync(this.folder, { recursive: true, force: true });

  constructor(tcti = kernelManager, env: NodeJS.ProcessEnv = process.env) {
    this.#tcti = tcti;
    this.#env = { PATH: env.PATH, TPM2TOOLS_TCTI: tcti, TSS2_LOG: 'all+NONE' };
    process.once('exit', this.#removeFolder);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Runs the job when those before it have ended. */
  exclusively<T>(job: () => Promise<T>): Promise<T> {
    const mine = lastJob.then(job, job);
    lastJob = mine.catch(() => {});
    return mine;
  }

  /** Throws `tool_missing`, or `device_unavailable` with the tool's own words as its cause. */
  async run(tool: string, ...args: string[]): Promise<void> {
    await this.#call(tool, args);
    if (!this.#isManaged()) await this.#call('tpm2_flushcontext', ['--transient-object']);
  }

  /** Removes the folder, after the jobs that were asked for. */
  async close(): Promise<void> {
    await lastJob;
    process.off('exit', this.#removeFolder);
    this.#removeFolder();
  }

  #isManaged(): boolean {
    return this.#tcti.includes('tpmrm') || this.#tcti.startsWith('tabrmd');
  }

  #call(tool: string, args: readonly string[]): Promise<void> {
    const options = { env: this.#env, timeout: callTimeoutMs, killSignal: 'SIGKILL' } as const;
    return new Promise((resolve, reject) => {
      execFile(tool, args, options, (fault) => {
        if (fault === null) resolve();
        else reject(fault.code === 'ENOENT' ? toolMissing(tool) : tpmUnavailable(fault));
      });
    });
  }
}

function volatileFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

function toolMissing(tool: string): AppError {
  return new AppError('tool_missing', `${tool} was not found: run sudo apt-get install -y tpm2-tools.`, {
    zh: `未找到 ${tool}，请运行 sudo apt-get install -y tpm2-tools。`,
  });
}

function tpmUnavailable(cause: unknown): AppError {
  return new AppError(
    'device_unavailable',
    'The TPM does not answer: check that it is switched on in the firmware and that this account may use it.',
    {
      cause,
      retryable: true,
      zh: '安全芯片（TPM）无响应，请检查固件中是否已启用，以及本账户是否有权使用。',
    },
  );
}
