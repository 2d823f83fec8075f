import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { FindingList } from '../../sync/contract/findings.ts';
import type { AttendanceItem } from '../../sync/contract/pull.ts';
import type { Replay } from '../../sync/contract/replay.ts';
import type { ClassWall } from '../../sync/contract/review.ts';
import { pullAll, signIn } from '../helpers/demo-run.ts';
import { waitFor } from '../helpers/wait-for.ts';

const demo = inject('demo');
const work = mkdtempSync(join(tmpdir(), 'keqin-e2e-'));
const serverDir = join(demo.dataDir, 'server');
const kioskDir = join(demo.dataDir, 'kiosk');

let review: Awaited<ReturnType<typeof signIn>>;
let classId: string;

beforeAll(async () => {
  review = await signIn(demo);
  const wall = (await (await review('/api/v1/classes')).json()) as ClassWall;
  classId = wall.classes[0]?.id ?? '';
});

const today = (items: AttendanceItem[], method: string) =>
  items.find((item) => item.session === 'ses_now' && item.decision.method === method);

/** Exports what the server holds and checks it with the real command, from the server's public key alone. */
async function verify(...more: string[]): Promise<{ status: number | null; text: string }> {
  const bundle = join(work, 'bundle.jsonl');
  const trust = join(work, 'trust.pem');
  writeFileSync(bundle, await (await review(`/api/v1/classes/${classId}/evidence`)).text());
  writeFileSync(trust, await (await review('/api/v1/trust')).text());
  const run = spawnSync('npm', ['run', '-s', 'verify', '--', '--trust', trust, bundle, ...more]);
  return { status: run.status, text: `${run.stdout}${run.stderr}` };
}

async function findings(): Promise<FindingList['findings']> {
  await review('/api/v1/verification', { method: 'POST' });
  return ((await (await review('/api/v1/findings')).json()) as FindingList).findings;
}

describe('one lesson, end to end', () => {
  test('within 90 s a face from live frames and a finger are verified, each with record, decision and proof', async () => {
    const items = await waitFor('a face and a finger', 90_000, async () => {
      const all = await pullAll(demo);
      return today(all, 'face') && today(all, 'finger') ? all : undefined;
    });
    for (const method of ['face', 'finger'] as const) {
      const item = today(items, method);
      expect(item?.decision).toMatchObject({ outcome: 'accepted', direction: 'in', method });
      expect(item?.record.body.data.evidence).toMatchObject({ kind: method });
      expect(item?.proof.acceptance.body.seq).toBe(item?.record.body.seq);
    }
    writeFileSync(join(work, 'page.json'), JSON.stringify({ items }));
  });

  test('a stranger before the camera is refused', async () => {
    const refused = await waitFor('the stranger', 60_000, async () => {
      const grid = (await (await review(`/api/v1/classes/${classId}/attendance`)).json()) as {
        checkIns: { reason: string; method: string; person: string | null }[];
      };
      return grid.checkIns.find((line) => line.reason === 'unknown-person' && line.method === 'face');
    });
    expect(refused.person).toBeNull();
  });

  test('the lesson’s segments are verified, and its gaps have causes', async () => {
    const replay = await waitFor('three verified segments', 60_000, async () => {
      const answer = await review(`/api/v1/classes/${classId}/sessions/ses_now/replay?camera=room`);
      const body = (await answer.json()) as Replay;
      return body.segments.filter((segment) => segment.state === 'verified').length >= 3 ? body : undefined;
    });
    expect(replay.segments.filter((segment) => segment.state === 'damaged')).toEqual([]);
    for (const segment of replay.segments)
      expect(segment.endAt - segment.startAt).toBeLessThanOrEqual(10_000);
    // What was just cut is on its way; everything before it is explained.
    expect(replay.gaps.slice(0, -1).map((gap) => gap.cause)).not.toContain('unexplained');
  });

  test('the days before were lived, not written: their records verify like today’s', async () => {
    const past = (await pullAll(demo)).filter((item) => item.session !== 'ses_now');
    expect(new Set(past.map((item) => item.session)).size).toBe(3);
    expect(past.length).toBeGreaterThan(60);
  });

  test('npm run verify agrees, from the exported bundle, the pulled page and the files of video', async () => {
    // The lesson goes on: a file that comes after the export stands in no record of it.
    cpSync(join(serverDir, 'segments'), join(work, 'segments'), { recursive: true });
    const { status, text } = await verify(join(work, 'page.json'), join(work, 'segments'));
    expect(text).toContain('verified:');
    expect(status === 0 ? '' : text).toBe('');
  });
});

describe('one byte edited while everything runs', () => {
  /** Edits with `change`, sees what is named, and puts the old bytes back. */
  async function withEdit(change: () => () => void, look: () => Promise<void>): Promise<void> {
    const restore = change();
    try {
      await look();
    } finally {
      restore();
    }
  }

  function editRow(file: string, table: string, column: string, seq: number): () => void {
    const write = (from: string, to: string) => {
      const db = new Database(file);
      const sql = `UPDATE ${table} SET ${column} = replace(${column}, ?, ?) WHERE seq = ?`;
      expect(db.prepare(sql).run(from, to, seq).changes).toBe(1);
      db.close();
    };
    write('"outcome":"accepted"', '"outcome":"accepteD"');
    return () => write('"outcome":"accepteD"', '"outcome":"accepted"');
  }

  function editFile(dir: string): { digest: string; restore: () => void } {
    const name =
      readdirSync(dir, { recursive: true, encoding: 'utf8' }).find((n) => n.endsWith('.mp4')) ?? '';
    const file = join(dir, name);
    const bytes = readFileSync(file);
    const changed = Buffer.from(bytes);
    changed[2_000] = (changed[2_000] ?? 0) ^ 1;
    writeFileSync(file, changed);
    return { digest: name.replace(/^.*\//, '').slice(0, 64), restore: () => writeFileSync(file, bytes) };
  }

  test('a record at the server: the review page and npm run verify name it, and it is not given out', async () => {
    const seq = Number((await pullAll(demo))[5]?.record.body.seq);
    await withEdit(
      () => editRow(join(serverDir, 'server.db'), 'records', 'text', seq),
      async () => {
        expect((await pullAll(demo)).map((item) => Number(item.record.body.seq))).not.toContain(seq);
        const found = (await findings()).map(({ code, subject }) => [code, subject.id]);
        // Its entry in the server's log is named beside it.
        expect(found.filter(([code]) => code !== 'log-changed')).toEqual([['record-changed', String(seq)]]);
        expect(found).toHaveLength(2);
        const { status, text } = await verify();
        expect(status).toBe(1);
        expect(text).toMatch(new RegExp(`WRONG record ${seq} of dev_`));
      },
    );
    expect(await findings()).toEqual([]);
  });

  test('a segment at the server: both name it', async () => {
    const edited = editFile(join(serverDir, 'segments'));
    await withEdit(
      () => edited.restore,
      async () => {
        expect((await findings()).map(({ code, subject }) => [code, subject.id])).toEqual([
          ['segment-changed', edited.digest],
        ]);
        const { status, text } = await verify(join(serverDir, 'segments'));
        expect(status).toBe(1);
        expect(text).toContain(`WRONG segment file ${edited.digest}.mp4`);
      },
    );
    expect(await findings()).toEqual([]);
  });

  test('a record and a segment at the kiosk: its next look at its own store says so', async () => {
    const seq = Number((await pullAll(demo))[7]?.record.body.seq);
    const row = editRow(join(kioskDir, 'kiosk.db'), 'log', 'envelope', seq);
    const edited = editFile(join(kioskDir, 'video'));
    await withEdit(
      () => () => {
        row();
        edited.restore();
      },
      async () => {
        const named = await waitFor('the kiosk’s word', 100_000, async () => {
          const codes = (await findings()).map(({ code, subject }) => `${code} ${subject.id}`);
          return codes.length >= 2 ? codes.sort() : undefined;
        });
        expect(named).toEqual([`kiosk-record-damaged ${seq}`, `kiosk-segment-damaged ${edited.digest}`]);
        const run = spawnSync('npm', [
          'run',
          '-s',
          'verify',
          '--',
          '--trust',
          join(work, 'trust.pem'),
          join(work, 'bundle.jsonl'),
          join(kioskDir, 'video', `${edited.digest}.mp4`),
        ]);
        expect(run.stdout.toString()).toContain(`WRONG segment file ${edited.digest}.mp4`);
      },
    );
  });
});
