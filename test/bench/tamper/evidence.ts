import type { AttendancePage } from '../../../sync/contract/pull.ts';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import type { Consistency } from '../../../sync/contract/server-log.ts';
import type { Statement } from '../../../sync/contract/statements.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { rotationMessage } from '../../../sync/evidence/record.ts';
import { receiptId } from '../../../sync/evidence/time.ts';
import type { VerifierCounts } from '../../../sync/evidence/verifier.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';
import { verifyFiles } from './verify-files.ts';

const minute = 60_000;

/** One line of the bundle: what it carries, and what that says. */
export interface Line {
  readonly kind: string;
  readonly value: unknown;
}

/** Honest evidence, made by the real code, and every key behind it, so that it can be forged as well as can be. */
export interface Evidence {
  readonly serverKey: Signer;
  /** The newest export, as lines without their line feeds. */
  readonly bundle: readonly string[];
  readonly lines: readonly Line[];
  /** The export of a class with one kiosk and one start: every line kind but a revocation, and quicker to verify. */
  readonly small: Pick<Evidence, 'bundle' | 'lines'>;
  /** An export of the same class from before, when fewer records were there and nothing was revoked. */
  readonly oldBundle: readonly string[];
  readonly pages: readonly AttendancePage[];
  /** What the verifier counts in the newest export. */
  readonly honest: VerifierCounts;
  /** Ids of the time receipts, by line. */
  readonly receiptIds: ReadonlyMap<number, string>;
  /** From the old export's tree to the new one's. */
  readonly consistency: Consistency;
  /** Who signs, by key id. */
  readonly signers: ReadonlyMap<string, Signer>;
  /** The kiosk with three starts and a rotation, and the one that was revoked. */
  readonly main: string;
  readonly revoked: string;
  /** A kiosk that the server certified, for another class: nothing of it is in the bundle. */
  readonly other: readonly SignedRecord[];
}

/** Starts a server, lets kiosks live through a day at it, and exports what they left. About a second. */
export async function makeEvidence(): Promise<Evidence> {
  const server = await startTestServer();
  try {
    return await new Day(server).live();
  } finally {
    await server.close();
  }
}

class Day {
  readonly #server: TestServer;
  readonly #signers = new Map<string, Signer>();

  constructor(server: TestServer) {
    this.#server = server;
  }

  async live(): Promise<Evidence> {
    const [main, second, other] = [await this.#enrol(), await this.#enrol(), await this.#enrol()];
    const { class: classId } = await this.#server.file(sampleFiling([main.device, second.device]));
    const elsewhere = await this.#server.file(sampleFiling([other.device]));
    await this.#ordinary(second, classId, 'b');
    await this.#ordinary(other, elsewhere.class, 'c');
    await this.#ordinary(main, classId, 'a');
    const oldBundle = await this.#export(classId);
    const from = (await this.#get<{ size: number }>('/api/v1/log')).size;
    await this.#eventful(main, classId);
    await this.#revoke(second.device, '3');
    const bundle = await this.#export(classId);
    const lines = bundle.map(lineOf);
    const small = await this.#export(elsewhere.class);
    const { serverKey } = this.#server;
    return {
      serverKey,
      bundle,
      lines,
      small: { bundle: small, lines: small.map(lineOf) },
      oldBundle,
      honest: verifyFiles({ bundles: [bundle], pages: [], consistencies: [] }, serverKey.publicKey).counts,
      receiptIds: receiptIdsOf(lines),
      pages: await this.#pages(classId),
      consistency: await this.#get<Consistency>(`/api/v1/log/consistency?from=${from}`),
      signers: this.#signers,
      main: main.device,
      revoked: second.device,
      other: other.records,
    };
  }

  async #enrol(): Promise<FakeKiosk> {
    const kiosk = await FakeKiosk.enrol(this.#server);
    this.#signers.set(kiosk.signer.keyId, kiosk.signer);
    return kiosk;
  }

  /** A start, three check-ins with a contact between them, a segment. */
  async #ordinary(kiosk: FakeKiosk, classId: string, name: string): Promise<void> {
    this.#begin(kiosk, 'boot-1');
    await this.#checkIn(kiosk, classId, `chk_${name}1`);
    const bytes = Buffer.from(`ftyp video of ${name}`);
    const startAt = this.#server.clock.now();
    kiosk.announce(bytes, { startAt, endAt: startAt + 10_000 }, classId);
    this.#server.clock.advance(minute);
    await kiosk.contact();
    await this.#checkIn(kiosk, classId, `chk_${name}2`);
    await kiosk.send();
    const { statusCode, body } = await kiosk.upload(bytes);
    if (statusCode !== 200) throw new Error(body);
  }

  /** A check-in that contradicts the plan, a record of a version to come, a rotation, two more starts. */
  async #eventful(kiosk: FakeKiosk, classId: string): Promise<void> {
    const sent = kiosk.records.length;
    await this.#checkIn(kiosk, classId, 'chk_ghost', { person: 'per_ghost' });
    kiosk.append('admin', { event: 'signed-in', at: this.#server.clock.now() }, { v: 3, kind: 'weather' });
    await kiosk.send(kiosk.records.slice(sent));
    await this.#rotate(kiosk);
    await kiosk.contact();
    this.#begin(kiosk, 'boot-1');
    await this.#checkIn(kiosk, classId, 'chk_a3');
    this.#begin(kiosk, 'boot-2');
    await kiosk.contact();
    await this.#checkIn(kiosk, classId, 'chk_a4');
    await this.#checkIn(kiosk, classId, 'chk_a5');
    await kiosk.contact();
    await kiosk.send(kiosk.records.slice(sent));
  }

  #begin(kiosk: FakeKiosk, boot: string): void {
    const bootKey = memoryKey('ES256');
    this.#signers.set(bootKey.keyId, bootKey);
    kiosk.boot = boot;
    kiosk.begin(kiosk.signer, bootKey);
  }

  async #checkIn(kiosk: FakeKiosk, classId: string, id: string, change: object = {}): Promise<void> {
    const plan = await this.#server.plan(classId);
    const { clock } = this.#server;
    clock.advance(minute / 2);
    const at = Math.max(clock.now(), testStart + 41 * minute);
    kiosk.append('check-in', checkInOf(plan, { id, at, ...change }), { class: classId });
  }

  /** As `kiosk/keys/key-ring.ts` does it, and sends the record: until then the server knows the old key only. */
  async #rotate(kiosk: FakeKiosk): Promise<void> {
    const next = memoryKey('ES256');
    const { publicKey } = next;
    const [seq, oldKey] = [String(kiosk.head.seq + 1n), kiosk.signer.keyId];
    const order = { device: kiosk.device, seq, oldKey, publicKey, suite: 'ES256' } as const;
    const message = rotationMessage(order);
    const [byOld, byNew] = [kiosk.signer.sign(message), next.sign(message)];
    kiosk.append('rotation', { publicKey, suite: 'ES256', byOld, byNew }, { class: null });
    await kiosk.send(kiosk.records.slice(-1));
    this.#signers.set(next.keyId, next);
    (kiosk as { signer: Signer }).signer = next;
  }

  async #revoke(device: string, fromSeq: string): Promise<void> {
    const payload = { fromSeq, reason: '终端遗失' };
    const url = `/api/v1/devices/${device}/revocation`;
    const answer = await this.#server.asReviewer({ method: 'POST', url, payload });
    if (answer.statusCode !== 201) throw new Error(answer.body);
  }

  async #export(classId: string): Promise<string[]> {
    const answer = await this.#server.asReviewer({ url: `/api/v1/classes/${classId}/evidence` });
    return answer.body.trimEnd().split('\n');
  }

  async #pages(classId: string): Promise<AttendancePage[]> {
    const first = await this.#page(classId, '0', 3);
    return [first, await this.#page(classId, first.nextCursor, 500)];
  }

  async #page(classId: string, cursor: string, limit: number): Promise<AttendancePage> {
    return (await this.#server.pull(`?class=${classId}&cursor=${cursor}&limit=${limit}`)).json();
  }

  async #get<T>(url: string): Promise<T> {
    const headers = { authorization: `Bearer ${this.#server.pullToken}` };
    return (await this.#server.inject({ url, headers })).json<T>();
  }
}

function receiptIdsOf(lines: readonly Line[]): ReadonlyMap<number, string> {
  const ids = lines.map(({ kind, value }, index) => {
    const { body } = value as Statement<'time-receipt'>;
    return kind === 'time-receipt' ? ([index, receiptId(body)] as const) : undefined;
  });
  return new Map(ids.filter((id) => id !== undefined));
}

function lineOf(text: string, index: number): Line {
  const value = JSON.parse(text) as Record<string, unknown>;
  const [kind] = Object.keys(value);
  return index === 0 || kind === undefined ? { kind: 'header', value } : { kind, value: value[kind] };
}
