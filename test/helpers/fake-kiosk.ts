import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { DeviceEnrolled, RecordBatchAnswer } from '../../sync/contract/device-api.ts';
import type { RecordData, SignedRecord } from '../../sync/contract/records.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { emptyBodyDigest, signRequest } from '../../sync/transport/request-signature.ts';
import { LogWriter } from './log-writer.ts';
import type { TestServer } from './test-server.ts';

type Inject = (request: InjectOptions) => Promise<LightMyRequestResponse>;

/** A kiosk without devices: enrols, signs its log with the real code, and sends it. */
export class FakeKiosk extends LogWriter {
  readonly enrolled: DeviceEnrolled;
  readonly #server: TestServer;

  private constructor(server: TestServer, enrolled: DeviceEnrolled, signer: Signer) {
    super(enrolled.device, signer);
    this.#server = server;
    this.enrolled = enrolled;
  }

  static async enrol(server: TestServer): Promise<FakeKiosk> {
    const made = await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' });
    const signer = memoryKey('ES256');
    const order = { code: made.json().code as string, name: '101 教室', publicKey: signer.publicKey };
    const answer = await server.inject({ method: 'POST', url: '/api/v1/devices', payload: order });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return new FakeKiosk(server, answer.json(), signer);
  }

  get device(): string {
    return this.identity.device;
  }

  /** The `Authorization` header of a request of this kiosk. */
  authorize(method: string, path: string, bodyDigest = emptyBodyDigest): string {
    return signRequest({ method, path, bodyDigest }, this.device, this.signer, this.#server.clock);
  }

  plans(inject: Inject = this.#server.inject) {
    const url = `/api/v1/devices/${this.device}/plans`;
    return inject({ url, headers: { authorization: this.authorize('GET', url) } });
  }

  /** Sends records whatever they are; the batch itself is rightly signed. */
  post(records: readonly unknown[]): Promise<LightMyRequestResponse> {
    const url = `/api/v1/devices/${this.device}/records`;
    const payload = JSON.stringify({ records });
    const authorization = this.authorize('POST', url, sha256(payload));
    const headers = { authorization, 'content-type': 'application/json' };
    return this.#server.inject({ method: 'POST', url, headers, payload });
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
      startAt: 0,
      endAt: 10_000,
      ...change,
    };
    return this.append('segment', data, { class: classId });
  }

  upload(bytes: Buffer, sha = sha256(bytes)): Promise<LightMyRequestResponse> {
    const url = `/api/v1/devices/${this.device}/segments/${sha}`;
    const headers = { authorization: this.authorize('PUT', url, sha), 'content-type': 'video/mp4' };
    return this.#server.inject({ method: 'PUT', url, headers, payload: bytes });
  }
}
