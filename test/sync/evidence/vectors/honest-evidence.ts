import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { sealRecord } from '../../../../sync/evidence/record.ts';
import { contactAt } from '../sample-evidence.ts';
import { bundleText, consistencyOf, entriesOf, itemOf, type Shown, serverLogOf } from './shown.ts';
import { acceptanceOf, minute, revocation, StoryLog, segmentData, segmentReceipt } from './story-log.ts';

const day = 24 * 60 * minute;

/** Everything that the format knows, in two logs that are right: a bundle, a page of it, and what links their trees. */
export async function honestEvidence() {
  const [es256, sm2] = [es256Log(), sm2Log()];
  const logs = [es256, sm2];
  const accepted = inOrderOfAcceptance(es256, sm2);
  const log = await serverLogOf(accepted);
  const shown: Shown = {
    certificates: logs.flatMap(({ certificates }) => certificates),
    records: logs.flatMap(({ records }) => records),
    timeReceipts: logs.flatMap(({ timeReceipts }) => timeReceipts),
    revocations: [revocation(sm2.device, '4')],
    acceptances: accepted.map((record) => acceptanceOf(record)),
    ...(await entriesOf(log, accepted)),
    segmentReceipts: [segmentReceipt(es256.device)],
  };
  const pulledAtSize = 10;
  const proofOf = (record: SignedRecord) => log.proof(accepted.indexOf(record), pulledAtSize);
  const given: [SignedRecord, certificateAt: number][] = [
    [recordOf(es256, 2), 0],
    [recordOf(es256, 9), 2],
    [recordOf(sm2, 2), 3],
  ];
  const items = [];
  for (const [record, at] of given) items.push(itemOf(record, shown, at, await proofOf(record)));
  const taken = { id: 'chk_8', class: 'cls_test', device: sm2.device, seq: '4', reason: 'device-revoked' };
  const page = { items, nextCursor: '3', withdrawn: [taken] };
  const consistency = await consistencyOf(log, pulledAtSize);
  return { bundle: bundleText(shown), page, consistency, fork: bundleText(forkOf(sm2)) };
}

/** Another record in the place of a check-in, signed by the same key; no server has seen it. */
function forkOf({ records, certificates, timeReceipts, bootKey }: StoryLog): Shown {
  const [boot, { body }] = records as [SignedRecord, SignedRecord];
  const other = sealRecord({ ...body, data: { ...body.data, person: 'per_4' } }, bootKey);
  const nothing = { revocations: [], acceptances: [], entries: [], segmentReceipts: [] };
  return { certificates, records: [boot, other], timeReceipts: timeReceipts.slice(0, 1), ...nothing };
}

/** Two starts of the program, a new device key, and a start with it after the machine was off. */
function es256Log(): StoryLog {
  const log = new StoryLog(memoryKey('ES256'));
  log.certified({ issuedAt: contactAt - day, expiresAt: contactAt + 30 * minute });
  log.contact();
  log.nowMs += minute;
  log.start();
  log.nowMs += minute;
  log.checkIn({ id: 'chk_1', person: 'per_1' });
  log.append('segment', segmentData(log.nowMs));
  log.checkIn({ id: 'chk_2', person: 'per_9' });
  log.certified({ issuedAt: contactAt + 20 * minute, expiresAt: contactAt + 90 * day });
  log.nowMs += 40 * minute;
  log.start();
  log.checkIn({ id: 'chk_3', person: 'per_2', reason: 'late', minutes: 12 });
  const next = memoryKey('ES256');
  log.rotate(next);
  log.signer = next;
  log.certified({ issuedAt: log.nowMs, expiresAt: contactAt + 90 * day }, '7');
  log.contact();
  log.boot = 'boot-2';
  log.bootedAtMs = log.nowMs + 10 * minute;
  log.nowMs += 11 * minute;
  log.start();
  log.contact();
  log.nowMs += minute;
  log.checkIn({ id: 'chk_4', person: 'per_1', direction: 'out', reason: 'check-out' });
  log.append('air-quality' as 'admin', { co2: 800, at: log.nowMs } as never);
  log.checkIn({ id: 'chk_5', person: 'per_2' }, { v: 3, light: { lux: 320 } } as never);
  return log;
}

/** One start under the Chinese suite; its last record was written after the kiosk had been stolen. */
function sm2Log(): StoryLog {
  const log = new StoryLog(memoryKey('SM2-SM3'));
  log.certified({ issuedAt: contactAt - day, expiresAt: contactAt + 90 * day });
  log.contact();
  log.nowMs += 5 * minute;
  log.start();
  log.checkIn({ id: 'chk_7', person: 'per_3', method: 'face', evidence: faceEvidence });
  log.append('lesson', {
    lesson: 'les_2',
    session: 'ses_1',
    event: 'stopped',
    by: 'plan',
    at: log.nowMs,
    reason: null,
  });
  log.contact();
  log.nowMs += 20 * minute;
  log.checkIn({ id: 'chk_8', person: 'per_3', direction: 'out', reason: 'check-out' });
  return log;
}

const faceEvidence = {
  kind: 'face',
  score: 0.8125,
  margin: 1e-7,
  threshold: 0.5,
  frames: 4,
  model: 'vectors',
  modelDigest: '0'.repeat(64),
  decisionMs: 420,
} as const;

/** All but the check-in that the server held; and the logs arrive in turns. */
function inOrderOfAcceptance(es256: StoryLog, sm2: StoryLog): readonly SignedRecord[] {
  const [a, b] = [es256.records.filter(({ body }) => body.seq !== '4'), sm2.records];
  return [...a.slice(0, 3), ...b.slice(0, 2), ...a.slice(3, 8), ...b.slice(2), ...a.slice(8)];
}

function recordOf({ records }: StoryLog, seq: number): SignedRecord {
  return records[seq - 1] as SignedRecord;
}
