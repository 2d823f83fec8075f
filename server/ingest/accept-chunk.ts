import type { LogState } from '../../sync/evidence/chain.ts';
import { interpret } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { ServerParts } from '../parts.ts';
import type { Settled, StoredRecord } from '../storage/record-store.ts';
import type { Stores } from '../storage/stores.ts';
import { ServerLog } from '../transparency/server-log.ts';
import { finding } from '../verify/finding-text.ts';
import { certify } from './certify.ts';
import { ChunkJudge, type Judged, type VerifiedChunk } from './chunk-judge.ts';
import { isPullable, type Projection, project } from './project.ts';

type Parts = Pick<ServerParts, 'clock' | 'serverKey'>;

/**
 * Judges records whose signatures were looked at, and stores what follows, in the caller's transaction: their state,
 * table rows, acceptances, entries in the server's log, findings, and the keys that count from now on.
 */
export async function acceptChunk(parts: Parts, stores: Stores, chunk: VerifiedChunk): Promise<void> {
  const judged = await judgeAll(parts, stores, chunk);
  const held = judged.filter(({ heldFor }) => heldFor !== undefined);
  const accepted = judged.filter(({ heldFor }) => heldFor === undefined);
  await stores.records.settle([...held.map(toHeld), ...(await enter(parts, stores, accepted))]);
  await sayFound(parts, stores, judged);
  await keepKeys(parts, stores, chunk, judged);
}

/** In their order, for a record is judged by the rows of those before it. */
async function judgeAll(parts: Parts, stores: Stores, chunk: VerifiedChunk): Promise<readonly Judged[]> {
  const judge = await ChunkJudge.prepare(parts, stores, chunk);
  const judged: Judged[] = [];
  let rows: Projection[] = [];
  const store = async () => {
    await stores.projections.add(rows);
    await stores.feed.appendNew(rows.filter(isPullable).map(({ row }) => row.record_id));
    rows = [];
  };
  for (const [index, { kind }] of chunk.rows.entries()) {
    // A segment is looked for among those that were accepted before.
    if (kind === 'segment' || kind === 'damage') await store();
    // A damaged one may be of a record that is held.
    if (kind === 'damage') await stores.records.settle(judged.filter(({ heldFor }) => heldFor).map(toHeld));
    const one = await judge.judge(index);
    judged.push(one);
    const projection = one.heldFor ? undefined : project(one.row.id, one.body);
    if (projection) rows.push(projection);
  }
  await store();
  return judged;
}

function timeOf({ time: { earliestAt, latestAt, sign } }: Judged) {
  return { earliest_at: earliestAt, latest_at: latestAt, time_sign: sign };
}

function toHeld(one: Judged): Settled {
  const held = { state: 'held', held_for: one.heldFor ?? null, acceptance: null, leaf_index: null } as const;
  return { id: one.row.id, ...held, ...timeOf(one) };
}

/** Accepted records become entries of the server's log, in their order. */
async function enter(
  { clock, serverKey }: Parts,
  stores: Stores,
  accepted: readonly Judged[],
): Promise<readonly Settled[]> {
  if (accepted.length === 0) return [];
  const acceptedAt = clock.now();
  const texts = accepted.map(({ row }) => row.text);
  const first = await new ServerLog(stores.merkle, serverKey).append(texts, acceptedAt);
  return accepted.map((one, index) => {
    const { id, device, seq, digest } = one.row;
    const body = { v: 1, device, seq: String(seq), digest, acceptedAt } as const;
    const acceptance = JSON.stringify(sealStatement('acceptance', body, serverKey));
    const state = { state: 'verified', held_for: null, acceptance, leaf_index: first + index } as const;
    return { id, ...state, ...timeOf(one) };
  });
}

/** What a person must be told: why records are held, and what a kiosk found damaged. */
async function sayFound({ clock }: Parts, stores: Stores, judged: readonly Judged[]): Promise<void> {
  for (const { row, body, heldFor } of judged) {
    const where = { device: row.device, class: body.class };
    const found = heldFor
      ? finding(heldFor, { kind: 'record', id: body.seq }, where)
      : damageIn({ row, body });
    if (found) await stores.findings.add(found, clock.now());
  }
}

function damageIn({ row, body }: Pick<Judged, 'row' | 'body'>) {
  if (body.kind !== 'damage') return undefined;
  const read = interpret(body);
  if (read.kind !== 'known' || read.is.kind !== 'damage') return undefined;
  const { item, subject } = read.is.data;
  const where = { device: row.device, class: body.class };
  return finding(`kiosk-${item}-damaged`, { kind: item, id: subject }, where);
}

async function keepKeys(
  parts: Parts,
  stores: Stores,
  { device, rows, verdict }: VerifiedChunk,
  judged: readonly Judged[],
): Promise<void> {
  const { keys, bootKeys } = verdict;
  const last = rows.at(-1) as StoredRecord;
  const state: LogState = { ...keys, seq: BigInt(last.seq), digest: last.digest };
  await stores.devices.setVerified(device.device, state);
  for (const { keyId, statement } of bootKeys) await stores.devices.addBootKey(statement, keyId);
  const rotated = keys.deviceKey.keyId !== device.verified.deviceKey.keyId;
  // A rotation that is held, for the old key had run out, must not bring the device a new life.
  const counts = judged.at(-1)?.heldFor === undefined;
  if (rotated && counts) await certify(parts, stores, device.device, keys.deviceKey, String(last.seq));
}
