import { parseArgs } from 'node:util';
import { systemClock } from '../sync/base/clock.ts';
import { AppError, isAppError } from '../sync/base/errors.ts';
import { createLog } from '../sync/base/log.ts';
import { noteKeyType, parseNoteKey } from '../sync/evidence/tlog/note-key.ts';
import { accountCommand } from './accounts/command-line.ts';
import type { ServerApp } from './app.ts';
import { readConfig, type ServerConfig } from './config.ts';
import { builtPages, listen, openServer } from './open-server.ts';
import { ingestFolder } from './usb/ingest-folder.ts';

const usage = `usage: npm run server -- --config FILE [ONE OF:]
  --add-reviewer USER     makes an account, or gives it a new password; prints the password and ends
  --add-account USER --role ROLE [--organiser NAME]
                          the same for any role: organiser, class-admin (both of an organiser), reviewer,
                          finance-reviewer, bureau-admin
  --reset-second-factor USER
                          for who lost authenticator and recovery codes
  --add-pull-token LABEL  makes a token for a pulling system; prints it and ends
  --end-pull-token LABEL  ends it: it lets nobody in any more
  --add-witness KEY       knows a witness of the log by its verifier key (c2sp.org/signed-note, type 0x04)
  --ingest DIR            takes in what a kiosk exported to a disk, and writes the receipts beside it`;

async function main(args: string[]): Promise<void> {
  const values = readArguments(args);
  const config = readConfig(values.config);
  const server = await openServer({
    dataDir: config.dataDir,
    clock: systemClock(),
    log: createLog('server', config.logLevel ?? 'info'),
    uiDir: config.uiDir ?? builtPages(),
    trustProxy: config.trustProxy ?? false,
    secondFactor: config.secondFactor ?? 'required',
    verifyEveryMs: (config.verifyEveryHours ?? 24) * 3_600_000,
    webhookNetworks: config.webhookNetworks ?? [],
  });
  const done = (await accountCommand(server.context, values)) ?? (await takeIn(server, values));
  if (done === undefined) return serve(server, config);
  console.log(done);
  await server.close();
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    config: text,
    ...{ 'add-reviewer': text, 'add-account': text, role: text, organiser: text },
    ...{ 'reset-second-factor': text, 'add-pull-token': text, 'end-pull-token': text, 'add-witness': text },
    ingest: text,
  };
  try {
    const { values } = parseArgs({ args, options });
    if (values.config !== undefined) return { ...values, config: values.config };
  } catch {
    // Told below.
  }
  throw new AppError('invalid_input', usage);
}

/** What came of a witness's key, or of a folder that was carried here; undefined when neither was given. */
async function takeIn(
  { context }: ServerApp,
  given: { readonly 'add-witness'?: string; readonly ingest?: string },
): Promise<string | undefined> {
  const { 'add-witness': verifierKey, ingest } = given;
  if (verifierKey !== undefined) {
    const key = parseNoteKey(verifierKey);
    if (key?.type !== noteKeyType.cosignature) throw badWitness();
    await context.stores.merkle.addWitness(key.name, verifierKey);
    return `已登记见证方 Witness known: ${key.name}`;
  }
  if (ingest === undefined) return undefined;
  const { device, upToSeq, refused, segments, segmentsRefused } = await ingestFolder(context, ingest);
  const faults = [...(refused ? [refused.message] : []), ...segmentsRefused.map(({ why }) => why)];
  return [
    `已接收 ${device}：记录至 ${upToSeq ?? '-'}，录像 ${segments} 段。 Taken in: records up to ${upToSeq ?? '-'}, ${segments} segments.`,
    ...faults,
  ].join('\n');
}

function badWitness(): AppError {
  return new AppError('invalid_input', 'This is not the verifier key of a witness (type 0x04).', {
    zh: '这不是见证方的验证公钥（类型 0x04）。',
  });
}

async function serve(server: ServerApp, { host, port }: ServerConfig): Promise<void> {
  const stop = () => void server.close();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    await listen(server, host ?? '127.0.0.1', port);
    await server.start();
  } catch (error) {
    await server.close();
    throw error;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isAppError(error) ? `${error.zh ?? ''}\n${error.message}`.trim() : error);
  process.exitCode = 1;
});
