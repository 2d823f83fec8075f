import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Clock } from '../../sync/base/clock.ts';
import { isOf } from '../../sync/base/parse.ts';
import type { ContactAnswer, DeviceEnrolled, RecordBatchAnswer } from '../../sync/contract/device-api.ts';
import { type RecordData, SignedRecord } from '../../sync/contract/records.ts';
import type { Statement, StatementBody } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { recordDigest } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { receiptId } from '../../sync/evidence/time.ts';
import { emptyBodyDigest, signRequest } from '../../sync/transport/request-signature.ts';
import { signHead } from '../../sync/transport/sign-head.ts';
import { LogWriter, type WrittenAt, wallOf } from './log-writer.ts';
import type { TestServer } from './test-server.ts';

type Inject = (request: InjectOptions) => Promise<LightMyRequestResponse>;

/** A kiosk without devices: enrols, signs its log with the real code, and sends it. */
export class FakeKiosk extends LogWriter {
  readonly enrolled: DeviceEnrolled;
  readonly #server: TestServer;
  #filmedUntil = 0;

  private constructor(server: TestServer, enrolled: DeviceEnrolled, deviceKey: Signer) {
    super(enrolled.device, deviceKey);
    this.#server = server;
    this.enrolled = enrolled;
  }

  /** Enrols, and has the server's word on the time unless told otherwise. */
  static async enrol(server: TestServer, { contact = true } = {}): Promise<FakeKiosk> {
    const made = await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' });
    const deviceKey = memoryKey('ES256');
    const { publicKey } = deviceKey;
    const body = {
      v: 1,
      code: made.json().code as string,
      name: '101 教室',
      publicKey,
      suite: 'ES256',
    } as const;
    const payload = sealStatement('certificate-request', body, deviceKey);
    const answer = await server.inject({ method: 'POST', url: '/api/v1/devices', payload });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    const kiosk = new FakeKiosk(server, answer.json(), deviceKey);
    if (contact) await kiosk.contact();
    return kiosk;
  }

  get device(): string {
    return this.identity.device;
  }

  /** The `Authorization` header of a request of this kiosk. */
  authorize(method: string, path: string, bodyDigest = emptyBodyDigest): Promise<string> {
    return signRequest({ method, path, bodyDigest }, this.device, this.signer, this.#server.clock);
  }

  async plans(inject: Inject = this.#server.inject) {
    const url = `/api/v1/devices/${this.device}/plans`;
    return inject({ url, headers: { authorization: await this.authorize('GET', url) } });
  }

  /** The device's word on where its log stands, or on what a test wants. */
  async signHead(change: Partial<StatementBody<'head'>> = {}): Promise<Statement<'head'>> {
    const { seq, digest } = this.head;
    const place = { device: this.device, seq: String(seq), digest, anchor: this.anchor };
    const { body } = await signHead(place, this.#clock, this.signer);
    return sealStatement('head', { ...body, ...change }, this.signer);
  }

  /** Sends any JSON, rightly signed as a request. */
  async postJson(path: string, value: unknown): Promise<LightMyRequestResponse> {
    const url = `/api/v1/devices/${this.device}/${path}`;
    const payload = asSent(value);
    const authorization = await this.authorize('POST', url, sha256(payload));
    const headers = { authorization, 'content-type': 'application/json' };
    return this.#server.inject({ method: 'POST', url, headers, payload });
  }

  /** Asks for the server's word on the time; records name it from here on. */
  async contact(change: Partial<StatementBody<'head'>> = {}): Promise<LightMyRequestResponse> {
    const answer = await this.postJson('contact', { head: await this.signHead(change) });
    if (answer.statusCode === 200) this.anchor = receiptId(answer.json<ContactAnswer>().receipt.body);
    return answer;
  }

  /** Sends records whatever they are; the batch itself, and the head of its last record, are rightly signed. */
  async post(records: readonly unknown[]): Promise<LightMyRequestResponse> {
    const answer = await this.postJson('records', { head: await this.signHead(endOf(records)), records });
    await this.#server.context.acceptor.settled(this.device);
    return answer;
  }

  /** Sends records and gives the answer, which must be a 200. */
  async send(records: readonly SignedRecord[] = this.records): Promise<RecordBatchAnswer> {
    const answer = await this.post(records);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json();
  }

  /** Appends the record that announces a segment with these bytes. */
  announce(bytes: Buffer, change: Partial<RecordData<'segment'>> = {}, classId = 'cls_test'): SignedRecord {
    const data: RecordData<'segment'> = {
      lesson: 'les_1',
      session: 'ses_am',
      camera: 'room',
      sha256: sha256(bytes),
      sizeBytes: bytes.length,
      initBytes: 4,
      startAt: this.#server.clock.now() - 10_000,
      endAt: this.#server.clock.now(),
      ...change,
    };
    return this.append('segment', data, { class: classId });
  }

  async upload(bytes: Buffer, sha = sha256(bytes)): Promise<LightMyRequestResponse> {
    const url = `/api/v1/devices/${this.device}/segments/${sha}`;
    const headers = { authorization: await this.authorize('PUT', url, sha), 'content-type': 'video/mp4' };
    return this.#server.inject({ method: 'PUT', url, headers, payload: bytes });
  }

  /** A record of a moment to come is written when that has come, and one of a film when that has ended, but not later than now. */
  protected override writtenAt(data: object): WrittenAt {
    const { clock } = this.#server;
    const endAt = 'sha256' in data && 'endAt' in data ? Number(data.endAt) : undefined;
    this.#filmedUntil = Math.max(endAt ?? 0, this.#filmedUntil);
    const filmedAt = this.#filmedUntil > 0 ? Math.min(this.#filmedUntil, clock.now()) : clock.now();
    const at = endAt === undefined ? (wallOf(data) ?? clock.now()) : filmedAt;
    clock.advanceTo(at);
    return { mono: clock.mono() - (clock.now() - at), wall: at };
  }

  get #clock(): Clock {
    const { clock } = this.#server;
    return {
      boot: this.boot,
      now: () => clock.now(),
      mono: () => clock.mono(),
      uptime: () => clock.uptime(),
    };
  }
}

/** Where a batch ends, as a kiosk would sign it; of what is no record, nothing can be said. */
function endOf(records: readonly unknown[]): Partial<StatementBody<'head'>> {
  const last = records.findLast((record) => isOf(SignedRecord, record)) as SignedRecord | undefined;
  if (!last) return {};
  try {
    return { seq: last.body.seq, digest: recordDigest(last) };
  } catch {
    return {};
  }
}

/** As the real link writes it: what has no canonical form is sent nevertheless. */
function asSent(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}
