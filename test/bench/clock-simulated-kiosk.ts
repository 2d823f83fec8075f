import type { LightMyRequestResponse } from 'fastify';
import type { Clock } from '../../sync/base/clock.ts';
import type { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { ContactAnswer } from '../../sync/contract/device-api.ts';
import type { RecordBody, RecordData, RecordKind, SignedRecord } from '../../sync/contract/records.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { recordDigest } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { receiptId, type TimeReceipt } from '../../sync/evidence/time.ts';
import { signRequest } from '../../sync/transport/request-signature.ts';
import { signHead } from '../../sync/transport/sign-head.ts';
import { LogWriter, type WrittenAt } from '../helpers/log-writer.ts';
import type { TestServer } from '../helpers/test-server.ts';
import { lateCheckIn } from './clock-class.ts';

const batchRecords = 200;

/** A kiosk's log and its requests, on a clock of its own that may be wrong in any way. */
export class SimulatedKiosk extends LogWriter {
  readonly clock: SimulatedClock;
  /** The newest that it holds. */
  receipt: TimeReceipt | undefined;
  readonly #server: TestServer;
  #sent = 0;

  private constructor(server: TestServer, clock: SimulatedClock, deviceKey: Signer) {
    super(deviceIdOf(deviceKey.publicKey), deviceKey);
    this.#server = server;
    this.clock = clock;
  }

  static async enrol(server: TestServer, clock: SimulatedClock): Promise<SimulatedKiosk> {
    const made = await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' });
    const deviceKey = memoryKey('ES256');
    const { publicKey } = deviceKey;
    const order = {
      v: 1,
      code: made.json().code as string,
      name: 'bench',
      publicKey,
      suite: 'ES256',
    } as const;
    const payload = sealStatement('certificate-request', order, deviceKey);
    const answer = await server.inject({ method: 'POST', url: '/api/v1/devices', payload });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return new SimulatedKiosk(server, clock, deviceKey);
  }

  /** The same kiosk as it was with its first `length` records: its disk was copied then, and is put back. */
  restored(length: number, receipt: TimeReceipt | undefined, clock: SimulatedClock): SimulatedKiosk {
    const twin = new SimulatedKiosk(this.#server, clock, this.signer);
    twin.records.push(...this.records.slice(0, length));
    const last = twin.records.at(-1);
    if (last) twin.goOnFrom(last);
    twin.#hold(receipt);
    twin.#sent = Math.min(this.#sent, length);
    return twin;
  }

  /** The program starts: a new boot key signs from here on. */
  start(): SignedRecord {
    this.boot = this.clock.boot;
    return this.begin();
  }

  checkIn(plan: ClassPlan): SignedRecord {
    const id = `chk_${this.identity.device.slice(-8)}_${this.head.seq}`;
    return this.append('check-in', lateCheckIn(plan, id, this.#reading.now()), { class: plan.class });
  }

  /** The answer's code, or `ok`; `answerLost`: the server answers, and nothing arrives. */
  async contact({ answerLost = false } = {}): Promise<string> {
    const answer = await this.#post('contact', { head: await this.#head(this.head.seq, this.head.digest) });
    if (answer.statusCode !== 200) return answer.json<{ code: string }>().code;
    if (!answerLost) this.#hold(answer.json<ContactAnswer>().receipt.body);
    return 'ok';
  }

  /** Sends what was not sent; gives the code of the first refusal, or `ok`. */
  async send(): Promise<string> {
    while (this.#sent < this.records.length) {
      const records = this.records.slice(this.#sent, this.#sent + batchRecords);
      const last = records.at(-1) as SignedRecord;
      const head = await this.#head(BigInt(last.body.seq), recordDigest(last));
      const answer = await this.#post('records', { head, records });
      if (answer.statusCode !== 200) return answer.json<{ code: string }>().code;
      const { refused } = answer.json<{ refused: { code: string } | null }>();
      if (refused) return refused.code;
      this.#sent += records.length;
    }
    await this.#server.context.acceptor.settled(this.identity.device);
    return 'ok';
  }

  override append<K extends RecordKind>(kind: K, data: RecordData<K>, change: Partial<RecordBody> = {}) {
    return super.append(kind, data, { uptime: this.#reading.uptime(), ...change });
  }

  protected override writtenAt(): WrittenAt {
    return { mono: this.#reading.mono(), wall: this.#reading.now() };
  }

  #hold(receipt: TimeReceipt | undefined): void {
    this.receipt = receipt;
    this.anchor = receipt ? receiptId(receipt) : null;
  }

  #head(seq: bigint, digest: string) {
    const place = { device: this.identity.device, seq: String(seq), digest, anchor: this.anchor };
    return signHead(place, this.#reading, this.signer);
  }

  async #post(path: string, value: object): Promise<LightMyRequestResponse> {
    const { device } = this.identity;
    const url = `/api/v1/devices/${device}/${path}`;
    const payload = canonicalJson(value);
    const request = { method: 'POST', path: url, bodyDigest: sha256(payload) };
    const authorization = await signRequest(request, device, this.signer, this.#reading);
    const headers = { authorization, 'content-type': 'application/json' };
    return this.#server.inject({ method: 'POST', url, headers, payload });
  }

  /** A clock shifted to before its boot shows zero: no field of a record holds less. */
  get #reading(): Clock {
    const { clock } = this;
    return {
      boot: clock.boot,
      now: () => Math.max(0, clock.now()),
      mono: () => Math.max(0, clock.mono()),
      uptime: () => clock.uptime(),
    };
  }
}
