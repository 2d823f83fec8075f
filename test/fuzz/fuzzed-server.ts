import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { FakeKiosk } from '../helpers/fake-kiosk.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../helpers/test-server.ts';
import { expectRefusal, expectRows, type Rows, serverRefusals } from './judge-refusal.ts';
import { WatchedRows } from './watched-rows.ts';

/** These may be written beside a refusal: what was found, who was seen. */
const besides = ['findings', 'sessions', 'kysely_migration', 'kysely_migration_lock', 'sqlite_sequence'];

/** A server with a class and an enrolled kiosk, its rows and its video watched from outside. */
export class FuzzedServer {
  readonly server: TestServer;
  readonly kiosk: FakeKiosk;
  readonly classId: string;
  readonly #rows: WatchedRows;

  private constructor(server: TestServer, kiosk: FakeKiosk, classId: string) {
    this.server = server;
    this.kiosk = kiosk;
    this.classId = classId;
    this.#rows = new WatchedRows(join(server.dir, 'server.db'), besides);
  }

  static async start(): Promise<FuzzedServer> {
    const server = await startTestServer();
    // No power is cut here, and thousands of cases need not wait for a disk.
    await sql`PRAGMA synchronous = OFF`.execute(server.context.database);
    const kiosk = await FakeKiosk.enrol(server);
    const { class: classId } = await server.file(sampleFiling([kiosk.device]));
    return new FuzzedServer(server, kiosk, classId);
  }

  async close(): Promise<void> {
    this.#rows.close();
    await this.server.close();
  }

  /** How many rows came since it was asked last, by table; nothing where none did. */
  added(): Rows {
    return this.#rows.added();
  }

  /** Every video file, and every half of one, as a path. */
  videoFiles(): string[] {
    const entries = readdirSync(this.#videoDir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name));
  }

  /** True when no upload left half a file. */
  get hasNoHalves(): boolean {
    return readdirSync(join(this.#videoDir, 'incoming')).length === 0;
  }

  hasVideo(sha256: string): boolean {
    return existsSync(join(this.#videoDir, sha256.slice(0, 2), `${sha256}.mp4`));
  }

  /** Records that nobody has judged yet. */
  waiting(): number {
    const { db } = this.#rows;
    return db.prepare(`SELECT count(*) FROM records WHERE state = 'received'`).pluck().get() as number;
  }

  /** The answer is a success, or a refusal with a known code after which nothing is stored. Gives the status. */
  judge(answer: LightMyRequestResponse): number {
    if (answer.statusCode >= 400) {
      expectRefusal(answer, serverRefusals);
      expectRows(this.added(), {}, 'a refusal stores nothing');
    }
    return answer.statusCode;
  }

  /** As `judge`; and nothing half-written lies about, whatever the answer. */
  judgeUpload(answer: LightMyRequestResponse): number {
    if (!this.hasNoHalves) throw new Error('half a file was left');
    return this.judge(answer);
  }

  /** As `judge`; and it must be a refusal, with this status when one is given. */
  expectRefused(answer: LightMyRequestResponse, status?: number): void {
    const { statusCode } = answer;
    if (statusCode < 400 || statusCode !== (status ?? statusCode))
      throw new Error(`it was answered ${statusCode}`);
    this.judge(answer);
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

  get #videoDir(): string {
    return join(this.server.dir, 'segments');
  }
}
