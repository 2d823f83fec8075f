import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RemovableDisk } from '../../kiosk/usb/removable-disks.ts';
import type { AttendanceItem } from '../../sync/contract/pull.ts';
import { openKeyFile } from '../../sync/evidence/key-file.ts';
import { deviceIdOf } from '../../sync/evidence/keys.ts';
import { FaultyProxy } from '../fault/faulty-proxy.ts';
import { sampleFiling } from './sample-filing.ts';
import { openTestKiosk, type TestKiosk, until } from './test-kiosk.ts';
import { startTestServer, type TestServer, testStart } from './test-server.ts';

const hour = 3_600_000;

/** A whole kiosk and a whole server, in one clock, with a link between them that a test can harm. */
export class Classroom {
  readonly proxy = new FaultyProxy(0);
  readonly kioskDir = mkdtempSync(join(tmpdir(), 'keqin-kiosk-'));
  server!: TestServer;
  kiosk!: TestKiosk;
  #url = '';
  #deviceCode = '';
  #kioskLines: string[] | undefined;
  /** The disks that are plugged into the kiosk. */
  disks: readonly RemovableDisk[] = [];

  /** A class is filed for this kiosk; its first lesson has begun. Nothing runs at the kiosk yet. */
  async open(options: { kioskLines?: string[]; serverLines?: string[] } = {}): Promise<this> {
    this.#url = await this.proxy.listen();
    this.server = await startTestServer(options.serverLines ? { logLines: options.serverLines } : {});
    this.server.clock.advanceTo(testStart + hour);
    await this.plugServerIn();
    const { code } = (await this.server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' })).json<{
      code: string;
    }>();
    this.#deviceCode = code;
    const key = openKeyFile(join(this.kioskDir, 'device.key'), 'ES256');
    await this.server.file(sampleFiling([deviceIdOf(key.publicKey)]));
    this.#kioskLines = options.kioskLines;
    await this.bootKiosk();
    return this;
  }
  /** Starts the kiosk's program (again) on the same data. */
  async bootKiosk(): Promise<void> {
    const { clock } = this.server;
    const lines = this.#kioskLines ? { logLines: this.#kioskLines } : {};
    this.kiosk = await openTestKiosk({
      dir: this.kioskDir,
      clock,
      serverUrl: this.#url,
      deviceCode: this.#deviceCode,
      disks: async () => this.disks,
      ...lines,
    });
  }

  async plugServerIn(): Promise<void> {
    const { fastify } = this.server;
    if (!fastify.server.listening) await fastify.listen({ host: '127.0.0.1', port: 0 });
    this.proxy.pointTo((fastify.server.address() as AddressInfo).port);
  }

  /** kill -9 of the server's program, as far as the kiosk sees; its data stays. */
  async restartServer(whileDown: () => Promise<void> = async () => {}): Promise<void> {
    const { dir, clock, serverKey } = this.server;
    this.proxy.pointTo(0);
    await this.server.close(true);
    await whileDown();
    this.server = await startTestServer({ dir, clock, serverKey });
    await this.plugServerIn();
  }

  /** The kiosk runs, and has its class and the server's word on the time. */
  async startKiosk(): Promise<void> {
    await this.kiosk.app.start();
    await until('the plan', () => this.kiosk.app.plans.all().length > 0);
    await until('the time', () => this.kiosk.log.anchor !== null);
    await until('the reader', () => this.kiosk.app.parts.reader.state.state === 'ready');
  }

  /** One decided check-in by the person of that place in the roster, past the reader. */
  checkIn(index: number): void {
    const plan = this.kiosk.app.plans.all()[0];
    const person = plan?.people[index];
    if (!plan || !person) throw new Error('no such person');
    const evidence = {
      kind: 'finger',
      score: 99,
      reader: 'synochip',
      simulated: true,
      decisionMs: 100,
    } as const;
    this.kiosk.app.desk.attempt({ class: plan.class, person: person.id }, evidence);
  }

  /** A stranger at the kiosk: a record each time, whatever the hour. */
  refuse(times: number): void {
    const evidence = {
      kind: 'finger',
      score: 0,
      reader: 'synochip',
      simulated: true,
      decisionMs: 100,
    } as const;
    for (let i = 0; i < times; i += 1) this.kiosk.app.desk.attempt(undefined, evidence);
  }

  /** Five seconds of recorded lesson. */
  async film(): Promise<void> {
    const { clock } = this.server;
    const { db, camera } = this.kiosk;
    const count = () => (db.prepare('SELECT count(*) AS n FROM segments').get() as { n: number }).n;
    const before = count();
    const startAt = clock.now();
    clock.advance(5_000);
    this.kiosk.app.recorder?.tick();
    camera.giveSegment(startAt, startAt + 5_000);
    await until('the segment to be recorded', () => count() > before);
  }

  /** Everything is sent, and judged by the server. */
  async synced(): Promise<void> {
    const { sync, segments } = this.kiosk.app;
    await until('everything to be sent', () => sync.recordsWaiting === 0 && segments.countWaiting() === 0);
    await this.server.context.acceptor.settled();
  }

  /** What stands in the server's own file. */
  storedRecords(): unknown[] {
    const db = new Database(join(this.server.dir, 'server.db'), { readonly: true });
    const rows = db.prepare('SELECT seq, digest FROM records ORDER BY seq').all();
    db.close();
    return rows;
  }

  async pulled(): Promise<AttendanceItem[]> {
    return (await this.server.pull('?limit=500')).json<{ items: AttendanceItem[] }>().items;
  }

  async close(): Promise<void> {
    await this.kiosk.close();
    await this.proxy.close();
    await this.server.close();
  }
}
