import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { KioskApi } from '../../kiosk/api/kiosk-api.ts';
import { createKioskApi } from '../../kiosk/api/server.ts';
import { SettingsStore } from '../../kiosk/store/settings-store.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { minute, nine, samplePlan } from '../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk } from '../helpers/test-kiosk.ts';
import { type Answer, expectRefusal, expectRows, kioskRefusals, type Rows } from './judge-refusal.ts';
import { memoryFolder } from './memory-folder.ts';
import { emptyFolder } from './odd-disk.ts';
import { Wire } from './over-the-wire.ts';
import { WatchedRows } from './watched-rows.ts';

const pin = '135790';
/** Enough that some are still here when fuzz has sent others home. */
const trainees = Array.from({ length: 60 }, (_, n) => {
  return { id: `per_${n}`, role: 'trainee' as const, name: `学员${n}`, idLast4: String(1000 + n) };
});
/** Lies beside the pages, where no address may lead. */
export const besidePages = 'nobody reads this by HTTP';

/** A kiosk in the middle of a theory lesson, enrolled and out of reach of its server, with a USB disk and its log watched. */
export class FuzzedKiosk {
  readonly kiosk: TestKiosk;
  readonly api: KioskApi;
  readonly clock: SimulatedClock;
  /** Where the USB disk `usb_a` is mounted. */
  readonly disk: string;
  readonly serverKey = memoryKey('Ed25519');
  readonly people = trainees.map(({ id }) => id);
  readonly #root: string;
  readonly #rows: WatchedRows;
  #wire: Wire | undefined;
  #feeds = 0;
  #cookie = '';

  private constructor(root: string, kiosk: TestKiosk, api: KioskApi, clock: SimulatedClock) {
    this.#root = root;
    this.kiosk = kiosk;
    this.api = api;
    this.clock = clock;
    this.disk = diskIn(root);
    this.#rows = new WatchedRows(join(kiosk.dir, 'kiosk.db'));
    this.#countFeeds();
  }

  /** `extend` adds routes, as the demo does. */
  static async start(extend?: (api: KioskApi, kiosk: TestKiosk) => void): Promise<FuzzedKiosk> {
    const root = memoryFolder('keqin-fuzz-kiosk-');
    for (const folder of ['kiosk', 'disk', 'pages']) mkdirSync(join(root, folder));
    writeFileSync(join(root, 'pages', 'index.html'), '<p>page</p>');
    writeFileSync(join(root, 'beside.txt'), besidePages);
    const clock = new SimulatedClock(nine + 5 * minute);
    const kiosk = await openTestKiosk({
      ...{ clock, dir: join(root, 'kiosk'), serverUrl: 'http://127.0.0.1:9' },
      disks: async () => [{ id: 'usb_a', label: 'DISK', freeBytes: 5e9, writable: true, path: diskIn(root) }],
    });
    kiosk.db.pragma('synchronous = OFF');
    const options = { logger: pino({ level: 'silent' }), version: '0', host: '127.0.0.1' };
    const api = await createKioskApi(kiosk.app, { ...options, uiDir: join(root, 'pages') });
    extend?.(api, kiosk);
    await api.ready();
    const fuzzed = new FuzzedKiosk(root, kiosk, api, clock);
    await fuzzed.#enrol();
    await fuzzed.stillServes();
    return fuzzed;
  }

  async close(): Promise<void> {
    this.#rows.close();
    this.#wire?.close();
    await this.api.close();
    await this.kiosk.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  inject(request: InjectOptions): Promise<LightMyRequestResponse> {
    return this.api.inject(request);
  }

  /** Of the class admin's session. */
  get cookie(): string {
    return this.#cookie;
  }

  /** A request with the class admin's session. */
  asAdmin(request: InjectOptions): Promise<LightMyRequestResponse> {
    return this.inject({ ...request, headers: { ...request.headers, cookie: this.#cookie } });
  }

  /** Through a socket; `judge` takes the answer, too. */
  async overTheWire(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
    this.#wire ??= new Wire(await this.api.listen({ host: '127.0.0.1', port: 0 }));
    return this.#wire.ask({ method, path, headers });
  }

  post(url: string, payload: string, cookie = this.#cookie): Promise<LightMyRequestResponse> {
    const headers = { 'content-type': 'application/json', cookie };
    return this.inject({ method: 'POST', url: `/api/v1/${url}`, headers, payload });
  }

  /** How many rows came since it was asked last, by table. */
  added(): Rows {
    return this.#rows.added();
  }

  /** The answer is a success, or a typed refusal beside which only `rows` were written. Gives the status. */
  judge(answer: Answer, rows: Rows = {}): number {
    if (answer.statusCode < 400) return answer.statusCode;
    expectRefusal(answer, kioskRefusals);
    const isNothing = Object.keys(rows).length === 0;
    if (isNothing && !this.#rows.untouched) throw new Error('a refusal wrote something');
    expectRows(this.added(), rows, 'a refusal stores nothing');
    return answer.statusCode;
  }

  /** Signs the class admin in: a fact, with its record. */
  async signIn(): Promise<void> {
    this.added();
    const answer = await this.post('admin/session', JSON.stringify({ pin }));
    expect(answer.statusCode, answer.body).toBe(204);
    const [cookie] = answer.cookies as { name: string; value: string }[];
    this.#cookie = `${cookie?.name}=${cookie?.value}`;
    expect(this.added()).toEqual({ log: 1 });
  }

  /** After everything the class admin signs in, recording stops and goes on, and evidence leaves by disk. */
  async stillServes(): Promise<void> {
    await this.signIn();
    const order = (text: object) => this.post('recording', JSON.stringify(text));
    const { recorder } = this.kiosk.app;
    if (recorder?.current) expect((await order({ action: 'stop', reason: '停电' })).statusCode).toBe(204);
    expect((await order({ action: 'start' })).statusCode).toBe(204);
    const state = await this.inject({ url: '/api/v1/state' });
    expect([state.statusCode, state.json().people.length]).toEqual([200, trainees.length]);
    expect((await this.asAdmin({ url: '/api/v1/enrolments' })).statusCode).toBe(200);
    expect((await this.asAdmin({ url: '/api/v1/usb' })).statusCode).toBe(200);
    emptyFolder(this.disk);
    expect((await this.post('usb/export', '{"disk":"usb_a"}')).json().outcome).toBe('exported');
    this.added();
  }

  /** Lets the room camera give so many segments of the lesson, which are kept and wait to be sent. */
  async film(count: number): Promise<void> {
    const { camera, app } = this.kiosk;
    for (let i = 0; i < count; i += 1) {
      const startAt = this.clock.now();
      this.clock.advance(5_000);
      camera.giveSegment(startAt, this.clock.now());
    }
    await app.recorder?.settled();
    expect(app.segments.countWaiting()).toBe(count);
    this.added();
  }

  /** Pages that are told of changes, or would be if they were still there. */
  get feeds(): number {
    return this.#feeds;
  }

  #countFeeds(): void {
    const { app } = this.kiosk;
    const onChange = app.onChange.bind(app);
    app.onChange = (listener) => {
      const forget = onChange(listener);
      this.#feeds += 1;
      return () => {
        this.#feeds -= 1;
        forget();
      };
    };
  }

  /** What enrolment and a plan would have left here; the link itself is closed again. */
  async #enrol(): Promise<void> {
    const { app, db, log } = this.kiosk;
    const plan = samplePlan({ people: trainees, devices: [log.identity.device] });
    app.plans.adopt(sealStatement('plan', plan, this.serverKey), this.serverKey.publicKey);
    new SettingsStore(db).set('server-key', this.serverKey.publicKey);
    app.sync.start();
    await app.sync.close();
  }
}

function diskIn(root: string): string {
  return join(root, 'disk');
}
