import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { hashPassword } from '../../server/accounts/passwords.ts';
import { SecretBox } from '../../server/accounts/secret-box.ts';
import { createServerApp } from '../../server/app.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { type SegmentFiles, SegmentStore } from '../../server/storage/segment-store.ts';
import { inlineVerifier, type RecordVerifier } from '../../server/verify/record-verifier.ts';
import { createLog } from '../../sync/base/log.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { AccountRole } from '../../sync/contract/accounts.ts';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import type { Finding } from '../../sync/contract/findings.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { memoryKey, type Signer } from '../../sync/evidence/keys.ts';

/** 2026-11-20 08:00 in Asia/Shanghai. */
export const testStart = Date.parse('2026-11-20T08:00:00+08:00');

interface Options {
  readonly dir?: string;
  readonly clock?: SimulatedClock;
  readonly serverKey?: Signer;
  readonly files?: SegmentFiles;
  readonly uiDir?: string;
  readonly trustProxy?: boolean;
  readonly secondFactor?: 'required' | 'optional';
  readonly webhookNetworks?: readonly string[];
  /** Collects log lines; without it the server is silent. */
  readonly logLines?: string[];
  /** Checks signatures in this thread unless told otherwise. */
  readonly verifier?: RecordVerifier;
}

const reviewer = { user: 'reviewer', password: 'a password for tests' };
const pullToken = 'pull-token-for-tests';
/** Hashing is slow by intention: once is enough for all tests of a file. */
let passwordHash: string | undefined;

/** A whole server on a folder of its own, with one reviewer and one pull token. Close it with `close`. */
export async function startTestServer(options: Options = {}) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'keqin-server-'));
  const clock = options.clock ?? new SimulatedClock(testStart);
  const serverKey = options.serverKey ?? memoryKey('Ed25519');
  const lines = options.logLines;
  const log = createLog('server', lines ? 'trace' : 'silent', { write: (line) => void lines?.push(line) });
  const database = await openDatabase(join(dir, 'server.db'));
  const segmentStore = new SegmentStore(join(dir, 'segments'), options.files);
  const parts = {
    clock,
    log,
    database,
    segmentStore,
    serverKey,
    uiDir: options.uiDir,
    trustProxy: options.trustProxy ?? false,
    secondFactor: options.secondFactor ?? ('optional' as const),
    secretBox: new SecretBox(Buffer.alloc(32, 7)),
    verifyEveryMs: 86_400_000,
    webhookNetworks: options.webhookNetworks ?? [],
    thumbnailsDir: join(dir, 'thumbnails'),
    filingPhotosDir: join(dir, 'filing-photos'),
    verifier: options.verifier ?? inlineVerifier(),
  };
  const app = await createServerApp(parts);
  const { accounts } = app.context.stores;
  /** Makes an account with the same password; an organiser's by the organiser's name. */
  const addAccount = async (user: string, role: AccountRole, organiser?: string) => {
    const id = organiser === undefined ? null : (await accounts.ensureOrganiser(organiser, clock.now())).id;
    passwordHash ??= await hashPassword(reviewer.password);
    await accounts.add(user, passwordHash, { role, organiser: id }, clock.now());
  };
  await addAccount(reviewer.user, 'reviewer');
  await accounts.addPullToken(sha256(pullToken), 'tests', clock.now());

  const inject = (request: InjectOptions) => app.fastify.inject(request);
  /** Requests with a session of this account, opened anew when the old one may have ended. */
  const as = (user: string) => {
    let cookie: string | undefined;
    let usedAt = 0;
    return async (request: InjectOptions) => {
      if (Math.abs(clock.now() - usedAt) > 3_600_000) cookie = await signIn(inject, user);
      usedAt = clock.now();
      return inject({ ...request, headers: { ...request.headers, cookie } });
    };
  };
  const asReviewer = as(reviewer.user);
  return {
    ...app,
    dir,
    clock,
    serverKey,
    inject,
    as,
    asReviewer,
    addAccount,
    reviewer,
    pullToken,
    pull: (query = '') =>
      inject({ url: `/api/v1/attendance${query}`, headers: { authorization: `Bearer ${pullToken}` } }),
    file: async (filing: ClassFiling) => {
      const answer = await asReviewer({ method: 'POST', url: '/api/v1/classes', payload: filing });
      if (answer.statusCode !== 201) throw new Error(answer.body);
      return answer.json<{ class: string; version: number }>();
    },
    /** The newest plan of a class. */
    plan: async (classId: string) => {
      const plan = await app.context.stores.classes.find(classId);
      if (!plan) throw new Error('no such class');
      return plan.body;
    },
    findings: async () =>
      (await asReviewer({ url: '/api/v1/findings' })).json<{ findings: Finding[] }>().findings,
    /** Runs SQL behind the server's back. */
    tamper: (sql: string, ...values: unknown[]) => tamper(join(dir, 'server.db'), sql, values),
    close: async (keepDir = false) => {
      await app.close();
      await database.destroy();
      if (!keepDir) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

async function signIn(
  inject: (request: InjectOptions) => Promise<{ cookies: unknown[] }>,
  user: string,
): Promise<string> {
  const payload = { user, password: reviewer.password };
  const answer = await inject({ method: 'POST', url: '/api/v1/session', payload });
  const [cookie] = answer.cookies as { name: string; value: string }[];
  return `${cookie?.name}=${cookie?.value}`;
}

async function tamper(file: string, statement: string, values: readonly unknown[]): Promise<number> {
  const { default: Sqlite } = await import('better-sqlite3');
  const database = new Sqlite(file);
  try {
    return database.prepare(statement).run(...values).changes;
  } finally {
    database.close();
  }
}
