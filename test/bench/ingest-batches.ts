import { randomBytes } from 'node:crypto';
import { civilDayOf } from '../../server/policy/civil-day.ts';
import { systemClock } from '../../sync/base/clock.ts';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import type { DeviceEnrolled } from '../../sync/contract/device-api.ts';
import type { RecordData } from '../../sync/contract/records.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { recordDigest } from '../../sync/evidence/record.ts';
import { receiptId } from '../../sync/evidence/time.ts';
import { signRequest } from '../../sync/transport/request-signature.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { signHead } from '../../sync/transport/sign-head.ts';
import { LogWriter } from '../helpers/log-writer.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';
import type { ServerProgram } from './server-program.ts';

/** As a kiosk's uploader sends them. */
export const batchSize = 500;

export interface PreparedRecord {
  readonly device: string;
  readonly seq: number;
  readonly digest: string;
  readonly text: string;
  readonly classId: string | null;
  readonly kind: string;
  /** The key that signed it. */
  readonly publicKey: string;
}

export interface PreparedBatch {
  readonly records: readonly PreparedRecord[];
  readonly body: string;
  readonly authorization: string;
}

/** A new kiosk, enrolled, with `count` refused check-ins of strangers in its log, signed and ready to be sent. */
export async function prepareBatches(server: ServerProgram, count: number) {
  const clock = systemClock();
  const deviceKey = memoryKey('ES256');
  const link = new ServerLink({ baseUrl: server.url, signer: () => deviceKey, clock });
  const enrolled: DeviceEnrolled = await link.enrol(await server.deviceCode(), 'bench kiosk');
  const { device } = enrolled;
  const classId = await server.file(filingOf(device, clock.now()));
  const writer = new LiveWriter(device, deviceKey);
  writer.boot = clock.boot;
  const { receipt } = await link.contact(
    device,
    await signHead({ ...placeOf(writer), anchor: null }, clock, deviceKey),
  );
  writer.anchor = receiptId(receipt.body);
  const bootKey = memoryKey('ES256');
  writer.begin(deviceKey, bootKey);
  while (writer.records.length < count)
    writer.append('check-in', stranger(writer.records.length), { class: classId });
  const records = writer.records.map((record): PreparedRecord => {
    const { seq, class: ofClass, kind } = record.body;
    const text = canonicalJson(record);
    return {
      device,
      seq: Number(seq),
      digest: recordDigest(record),
      text,
      classId: ofClass,
      kind,
      publicKey: bootKey.publicKey,
    };
  });
  const batches: PreparedBatch[] = [];
  for (let i = 0; i < records.length; i += batchSize) {
    batches.push(await sign(records.slice(i, i + batchSize)));
  }
  return { enrolled, batches };

  async function sign(part: readonly PreparedRecord[]): Promise<PreparedBatch> {
    const last = part.at(-1) as PreparedRecord;
    const at = { device, seq: String(last.seq), digest: last.digest, anchor: writer.anchor };
    const head = await signHead(at, clock, deviceKey);
    const body = `{"head":${canonicalJson(head)},"records":[${part.map(({ text }) => text).join(',')}]}`;
    const path = `/api/v1/devices/${device}/records`;
    const request = { method: 'POST', path, bodyDigest: sha256(body) };
    return { records: part, body, authorization: await signRequest(request, device, deviceKey, clock) };
  }
}

/** Writes at the time that it is. */
class LiveWriter extends LogWriter {
  protected override writtenAt() {
    const clock = systemClock();
    return { mono: clock.mono(), wall: clock.now() };
  }
}

function placeOf({ identity, head }: LogWriter) {
  return { device: identity.device, seq: String(head.seq), digest: head.digest };
}

function filingOf(device: string, now: number): ClassFiling {
  const filing = sampleFiling([device]);
  const shiftMs = now - (filing.periods[0]?.startAt ?? now);
  const periods = filing.periods.map((period) => ({
    ...period,
    day: civilDayOf(period.startAt + shiftMs),
    startAt: period.startAt + shiftMs,
    endAt: period.endAt + shiftMs,
  }));
  return { ...filing, periods };
}

function stranger(number: number): RecordData<'check-in'> {
  return {
    ...{
      id: `chk_${randomBytes(6).toString('hex')}_${number}`,
      session: 'ses_am',
      person: null,
      role: null,
      method: 'finger',
    },
    ...{
      outcome: 'refused',
      direction: null,
      reason: 'unknown-person',
      minutes: 0,
      at: Date.now(),
      planVersion: 1,
    },
    evidence: { kind: 'finger', score: 12, reader: 'synochip', simulated: true, decisionMs: 150 },
  };
}
