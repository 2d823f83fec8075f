import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { isOf } from '../../sync/base/parse.ts';
import { ErrorBody } from '../../sync/contract/device-api.ts';
import { FakeKiosk } from '../helpers/fake-kiosk.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../helpers/test-server.ts';

/** How often each wire shape is tried; fewer while one works on it. */
export const runs = Number(process.env.KEQIN_FUZZ_RUNS ?? 10_000);

/** Refusals that a client may get; `internal` is none of them. */
const refusals = new Set([
  'invalid_input',
  'not_found',
  'conflict',
  'unauthorised',
  'forbidden',
  'too_many_tries',
  'unknown_device',
  'device_revoked',
  'device_cloned',
  'stale_nonce',
  'bad_signature',
  'digest_mismatch',
  'truncated_upload',
]);

/** These may be written beside a refusal: what was found, who was seen. */
const besides = ['findings', 'sessions', 'kysely_migration', 'kysely_migration_lock', 'sqlite_sequence'];

type Counts = Readonly<Record<string, number>>;

/** A server with a class and an enrolled kiosk, watched from a connection of its own. */
export class FuzzedServer {
  readonly server: TestServer;
  readonly kiosk: FakeKiosk;
  readonly classId: string;
  readonly #db: Sqlite.Database;
  readonly #countSql: string;
  #version: unknown;
  #counts: Counts;

  private constructor(server: TestServer, kiosk: FakeKiosk, classId: string) {
    this.server = server;
    this.kiosk = kiosk;
    this.classId = classId;
    this.#db = new Sqlite(join(server.dir, 'server.db'), { readonly: true });
    const tables = this.#db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .pluck()
      .all() as string[];
    const counted = tables.filter((name) => !besides.includes(name));
    this.#countSql = `SELECT ${counted.map((name) => `(SELECT count(*) FROM ${name}) AS ${name}`).join(', ')}`;
    this.#version = this.#readVersion();
    this.#counts = this.#readCounts();
  }

  static async start(): Promise<FuzzedServer> {
    const server = await startTestServer();
    const kiosk = await FakeKiosk.enrol(server);
    const { class: classId } = await server.file(sampleFiling([kiosk.device]));
    return new FuzzedServer(server, kiosk, classId);
  }

  async close(): Promise<void> {
    this.#db.close();
    await this.server.close();
  }

  /** How many rows came since it was asked last, by table; nothing where none did. */
  added(): Counts {
    if (this.#readVersion() === this.#version) return {};
    const [before, now] = [this.#counts, this.#readCounts()];
    this.#version = this.#readVersion();
    this.#counts = now;
    return Object.fromEntries(
      Object.keys(now).flatMap((table) => {
        const more = (now[table] ?? 0) - (before[table] ?? 0);
        return more === 0 ? [] : [[table, more]];
      }),
    );
  }

  /** Records that nobody has judged yet. */
  waiting(): number {
    return this.#db.prepare(`SELECT count(*) FROM records WHERE state = 'received'`).pluck().get() as number;
  }

  /** The answer is a success, or a refusal with a known code after which nothing is stored. Gives the status. */
  judge(answer: LightMyRequestResponse): number {
    const { statusCode } = answer;
    if (statusCode >= 400) {
      this.expectTyped(answer);
      expect(this.added(), 'a refusal stores nothing').toEqual({});
    }
    return statusCode;
  }

  expectTyped({ statusCode, body }: LightMyRequestResponse): void {
    expect(statusCode, body.slice(0, 300)).toBeLessThan(500);
    const error: unknown = JSON.parse(body);
    expect(isOf(ErrorBody, error), body.slice(0, 300)).toBe(true);
    expect(refusals).toContain((error as ErrorBody).code);
  }

  /** After everything it still serves a whole contact, and a signed-in reviewer. */
  async stillServes(): Promise<void> {
    expect((await this.server.inject({ url: '/api/v1/health' })).statusCode).toBe(200);
    expect((await this.kiosk.plans()).statusCode).toBe(200);
    expect((await this.server.asReviewer({ url: '/api/v1/classes' })).statusCode).toBe(200);
    expect((await this.server.pull()).statusCode).toBe(200);
    expect((await this.server.asReviewer({ url: '/api/v1/findings' })).statusCode).toBe(200);
    // The first look at the server's log signs the empty one.
    this.added();
  }

  #readVersion(): unknown {
    return this.#db.pragma('data_version', { simple: true });
  }

  #readCounts(): Counts {
    return this.#db.prepare(this.#countSql).get() as Counts;
  }
}
