import { describe, expect, test } from 'vitest';
import { parseCheckpoint } from '../../../../sync/evidence/tlog/checkpoint.ts';
import { followLog, type SeenTree } from '../../../../sync/evidence/tlog/follow-log.ts';
import { consistencyProof, rootAt } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { signCheckpoint } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { logParty, SampleLog } from './sample-log.ts';

const leaves = Array.from({ length: 20 }, (_, i) => `record ${i}`);
const log = new SampleLog();
await log.append(leaves);
const trust = { logKey: log.party.key };
const seenAt = async (size: number, of = log): Promise<SeenTree> => ({
  size,
  root: await rootAt(size, of.tree),
});

async function step(oldSize: number, newSize: number, of = log) {
  const path = await consistencyProof(Math.min(oldSize, newSize), newSize, of.tree);
  return followLog(await seenAt(oldSize), await of.checkpoint(newSize), path, trust);
}

describe('an honest log', () => {
  test('is followed from any size to any later one', async () => {
    for (const [oldSize, newSize] of [
      [0, 20],
      [1, 20],
      [7, 8],
      [8, 8],
      [13, 20],
    ] as const) {
      expect(await step(oldSize, newSize)).toMatchObject({ ok: true, checkpoint: { size: newSize } });
    }
  });

  test('is taken up by who has seen nothing of it', async () => {
    expect(followLog(undefined, await log.checkpoint(5), [], trust)).toMatchObject({ ok: true });
    expect(followLog(undefined, await new SampleLog(log.party).checkpoint(), [], trust)).toMatchObject({
      ok: true,
    });
  });
});

describe('what is refused', () => {
  test('an older tree', async () => {
    expect(await step(20, 13)).toMatchObject({ ok: false, fault: 'older' });
  });

  test('a second history, signed with the log’s own key, from its first other entry on', async () => {
    const fork = new SampleLog(log.party);
    await fork.append(leaves.map((leaf, i) => (i === 9 ? 'record changed' : leaf)));
    for (let oldSize = 1; oldSize <= 20; oldSize += 1) {
      const verdict = await step(oldSize, 20, fork);
      expect(verdict).toMatchObject(oldSize <= 9 ? { ok: true } : { ok: false, fault: 'forked' });
    }
  });

  test('a path that is missing, or of other sizes', async () => {
    const note = await log.checkpoint(20);
    expect(followLog(await seenAt(7), note, [], trust)).toMatchObject({ ok: false, fault: 'forked' });
    const other = await consistencyProof(8, 20, log.tree);
    expect(followLog(await seenAt(7), note, other, trust)).toMatchObject({ ok: false, fault: 'forked' });
  });

  test('a log of another key', async () => {
    const stranger = new SampleLog(logParty());
    await stranger.append(leaves);
    expect(await step(7, 20, stranger)).toMatchObject({ ok: false, fault: 'not-trusted' });
  });

  test('an empty log with a root', async () => {
    const { name: origin, signer } = log.party;
    const note = signCheckpoint({ origin, size: 0, root: await rootAt(1, log.tree), extensions: [] }, signer);
    expect(parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1)).ok).toBe(true);
    expect(followLog(undefined, note, [], trust)).toMatchObject({ ok: false, fault: 'forked' });
  });
});
