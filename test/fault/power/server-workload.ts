import { randomBytes } from 'node:crypto';
import { openSync, writeFileSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openStore } from '../../../kiosk/open-store.ts';
import { makeDeviceCode } from '../../../server/ingest/device-code.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { receiptId } from '../../../sync/evidence/time.ts';
import { ServerLink } from '../../../sync/transport/server-link.ts';
import { signHead } from '../../../sync/transport/sign-head.ts';
import { appendCheckIn } from '../check-ins.ts';
import { openPlainServer } from './open-plain-server.ts';
import type { Receipt } from './server-check.ts';

const clock = systemClock();
const segmentBytes = 60_000;

/**
 * Run under the shim: a server that takes in what a kiosk, outside the watched folder, sends for `rounds` rounds.
 * Every receipt that it handed out is written to `acks`: from that moment what it covers must not be lost.
 */
async function main([folder = '', rounds = '', how = '']: string[]): Promise<void> {
  const acks = openSync(join(folder, 'acks'), 'a');
  const handedOut = (receipt: Receipt) => void writeSync(acks, `${JSON.stringify(receipt)}\n`);
  const server = await openPlainServer(join(folder, 'data'), { careless: how === 'careless' });
  await server.fastify.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.fastify.server.address() as AddressInfo;
  const { code } = await makeDeviceCode(server.context, 'test');
  const kiosk = await SendingKiosk.enrol(join(folder, '..', 'kiosk'), `http://127.0.0.1:${port}`, code);
  handedOut({ kind: 'key', publicKey: server.context.serverKey.publicKey, device: kiosk.device });
  for (let round = 0; round < Number(rounds); round += 1) {
    handedOut(await kiosk.contact());
    for (const receipt of await kiosk.send(round)) handedOut(receipt);
  }
}

/** A kiosk's store whose log is sent by hand, so that each receipt is seen the moment it comes. */
class SendingKiosk {
  readonly #store: Awaited<ReturnType<typeof openStore>>;
  readonly #link: ServerLink;
  readonly #dir: string;
  #sent = 0;

  private constructor(dir: string, store: Awaited<ReturnType<typeof openStore>>, link: ServerLink) {
    this.#dir = dir;
    this.#store = store;
    this.#link = link;
  }

  static async enrol(dir: string, baseUrl: string, code: string): Promise<SendingKiosk> {
    const store = await openStore(dir, clock);
    const link = new ServerLink({ baseUrl, signer: store.signer, clock });
    await link.enrol(code, 'test');
    return new SendingKiosk(dir, store, link);
  }

  get device(): string {
    return this.#store.log.identity.device;
  }

  async contact(): Promise<Receipt> {
    const { log } = this.#store;
    const { receipt } = await this.#link.contact(this.device, await this.#head());
    log.anchor = receiptId(receipt.body);
    return { kind: 'time', id: log.anchor };
  }

  /** Some records and one segment: the records first, then the video that one of them announces. */
  async send(round: number): Promise<Receipt[]> {
    const { log } = this.#store;
    // Check-ins of no filed class are held; the others are accepted and enter the server's own log.
    appendCheckIn(log, `chk_${round}`);
    for (let i = 0; i < 4; i += 1) log.append('admin', null, { event: 'pin-refused', at: clock.now() });
    const { file, digest } = this.#announceSegment();
    const rows = log.after(this.#sent, 500);
    const { receipt, refused } = await this.#link.sendRecords(
      this.device,
      await this.#head(),
      rows.map((row) => row.envelope),
    );
    if (!receipt || refused) throw new Error(`the server refused a record: ${refused?.code}`);
    this.#sent = Number(receipt.body.seq);
    const records = { kind: 'records', seq: this.#sent, head: receipt.body.head } as const;
    await this.#link.sendSegment(this.device, { sha256: digest, file, sizeBytes: segmentBytes });
    return [records, { kind: 'segment', sha256: digest }];
  }

  #announceSegment(): { file: string; digest: string } {
    const bytes = randomBytes(segmentBytes);
    const file = join(this.#dir, 'segment');
    const digest = sha256(bytes);
    writeFileSync(file, bytes);
    const startAt = clock.now();
    const span = { startAt, endAt: startAt + 5_000, initBytes: 8, sizeBytes: segmentBytes };
    const place = { lesson: 'les_1', session: 'ses_1', camera: 'room' } as const;
    this.#store.log.append('segment', 'cls_test', { ...place, ...span, sha256: digest });
    return { file, digest };
  }

  #head() {
    const { log, signer } = this.#store;
    const { seq, digest } = log.head;
    return signHead({ device: this.device, seq: String(seq), digest, anchor: log.anchor }, clock, signer());
  }
}

await main(process.argv.slice(2));
process.exit(0);
