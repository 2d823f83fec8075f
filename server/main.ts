import { parseArgs } from 'node:util';
import { systemClock } from '../sync/base/clock.ts';
import { AppError, isAppError } from '../sync/base/errors.ts';
import { createLog } from '../sync/base/log.ts';
import { sha256 } from '../sync/evidence/digest.ts';
import { hashPassword, randomSecret } from './accounts/secrets.ts';
import type { ServerApp } from './app.ts';
import { readConfig, type ServerConfig } from './config.ts';
import { builtPages, listen, openServer } from './open-server.ts';

const usage = `usage: npm run server -- --config FILE [--add-reviewer USER | --add-pull-token LABEL]
  --add-reviewer USER     makes an account, or gives it a new password; prints the password and ends
  --add-pull-token LABEL  makes a token for a pulling system; prints it and ends`;

async function main(args: string[]): Promise<void> {
  const values = readArguments(args);
  const config = readConfig(values.config);
  const server = await openServer({
    dataDir: config.dataDir,
    clock: systemClock(),
    log: createLog('server', config.logLevel ?? 'info'),
    uiDir: config.uiDir ?? builtPages(),
    trustProxy: config.trustProxy ?? false,
    verifyEveryMs: (config.verifyEveryHours ?? 24) * 3_600_000,
  });
  const added = await addCredential(server, values);
  if (added === undefined) return serve(server, config);
  console.log(added);
  await server.close();
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { config: text, 'add-reviewer': text, 'add-pull-token': text };
  try {
    const { values } = parseArgs({ args, options });
    if (values.config !== undefined) return { ...values, config: values.config };
  } catch {
    // Told below.
  }
  throw new AppError('invalid_input', usage);
}

/** The secret of a new account or token, shown this once; undefined when none was asked for. */
async function addCredential(
  { context: { stores, clock } }: ServerApp,
  wanted: { readonly 'add-reviewer'?: string; readonly 'add-pull-token'?: string },
): Promise<string | undefined> {
  const secret = randomSecret();
  if (wanted['add-reviewer'] !== undefined) {
    await stores.accounts.setReviewer(wanted['add-reviewer'], await hashPassword(secret), clock.now());
    return secret;
  }
  if (wanted['add-pull-token'] === undefined) return undefined;
  await stores.accounts.addPullToken(sha256(secret), wanted['add-pull-token'], clock.now());
  return secret;
}

async function serve(server: ServerApp, { host, port }: ServerConfig): Promise<void> {
  const stop = () => void server.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    await listen(server, host ?? '127.0.0.1', port);
    server.start();
  } catch (error) {
    await server.close();
    throw error;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isAppError(error) ? `${error.zh ?? ''}\n${error.message}`.trim() : error);
  process.exitCode = 1;
});
