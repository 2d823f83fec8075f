import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

const PROJECT = path.resolve(import.meta.dirname, '../../..');

/** Starts a child as ffmpeg is started, and leaves both ids where a test finds them. */
const WITH_SLEEPER = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const sleeper = spawn('sleep', ['600'], { stdio: 'ignore' });
writeFileSync(process.env.KEQIN_DATA + '/' + process.pid + '.pid', process.pid + ' ' + sleeper.pid);
`;

export const SERVER = `${WITH_SLEEPER}
process.on('message', (m) => { if (m.type === 'clock') process.send({ type: 'clock-set', id: m.id }); });
process.send({ type: 'ready', url: 'http://127.0.0.1:' + process.env.SERVER_PORT + '/', login: { user: 'admin', password: 'p4ss' }, pullToken: 't0ken', handover: { classId: 'c1' } });
`;

/** Looks for its first message late, as a program that loads models first does. */
export const KIOSK = `${WITH_SLEEPER}
import { once } from 'node:events';
await new Promise((resolve) => setTimeout(resolve, 100));
const [server] = await once(process, 'message');
process.send({ type: 'clock', at: 1700000000000, id: 7 });
const [answer] = await once(process, 'message');
process.send({ type: 'progress', step: 1, of: 1, text: [server.type, server.url, server.handover.classId, answer.type, answer.id, process.env.KEQIN_READER].join(' ') });
process.send({ type: 'ready', url: 'http://127.0.0.1:' + process.env.KIOSK_PORT + '/', pin: '135790' });
process.on('message', () => {});
`;

export interface Launched {
  readonly launcher: ChildProcess;
  readonly ports: readonly [kiosk: number, server: number];
  /** Everything printed so far. */
  output(): string;
  /** Settles once this was printed; rejects when the launcher ends first. */
  printed(text: string): Promise<void>;
  /** The exit status. */
  readonly ended: Promise<number | null>;
  /** Process ids of both programs and of what they started. */
  pids(): number[];
}

const DIRECTLY: { readonly command: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {
  command: [],
};
/** As npm does: a shell in between, and a name for what it runs. */
export const UNDER_NPM = {
  command: ['sh', '-c', '"$0" "$@"; exit $?'],
  env: { npm_lifecycle_event: 'start' },
};

/** Launches two stand-in programs with the real launcher; set-up is left out. */
export async function launchFake(server: string, kiosk: string, starter = DIRECTLY): Promise<Launched> {
  const root = tempFolder({
    'server/demo.ts': server,
    'kiosk/demo.ts': kiosk,
    'package.json': '{"type":"module"}',
  });
  symlinkSync(path.join(PROJECT, 'node_modules'), path.join(root, 'node_modules'));
  const ports = [await freePort(), await freePort()] as const;
  const [program, ...args] = [
    ...starter.command,
    process.execPath,
    '--input-type=module',
    '-e',
    launcherScript(root),
  ];
  const launcher = spawn(program, args, {
    env: { ...process.env, ...starter.env, KIOSK_PORT: String(ports[0]), SERVER_PORT: String(ports[1]) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(launcher, 'close').then(([code]) => code as number | null);
  for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk) => (output += chunk));
  onTestFinished(async () => {
    launcher.kill('SIGTERM');
    await ended;
  });
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.includes(text) && resolve();
      look();
      for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', look);
      ended.then(() => reject(new Error(`ended without "${text}":\n${output}`)));
    });
  return {
    launcher,
    ports,
    output: () => output,
    printed,
    ended,
    pids: () => pidsIn(path.join(root, 'data')),
  };
}

function launcherScript(root: string): string {
  const launch = JSON.stringify(path.join(PROJECT, 'kiosk/start/launch.mjs'));
  const run = { argv: ['--reader', 'tcp://127.0.0.1:1'], root };
  return `import { launch } from ${launch};
    process.exitCode = await launch({ ...${JSON.stringify(run)}, env: process.env, prepare: async () => {} });`;
}

function pidsIn(folder: string): number[] {
  const names = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pid'))
    : [];
  return names.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split(' ').map(Number));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
