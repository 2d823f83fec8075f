import { expect, test } from 'vitest';
import type { CreditGrid } from '../../../sync/contract/credit-review.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { minute, nine, TaughtClass } from './taught-class.ts';

const segmentMs = 15_000;

/** A class of one theory period, 09:00–09:40, filmed from its first to its last second but for what is left out. */
async function filmed(isLeftOut: (at: number) => boolean = () => false) {
  const [first] = sampleFiling([]).periods;
  const taught = await TaughtClass.file(undefined, { periods: first ? [first] : [] });
  const films: Buffer[] = [];
  taught.enrol(0);
  taught.press('teacher', 'in', -6);
  taught.press(0, 'in', -5);
  for (let startAt = nine; startAt < nine + 40 * minute; startAt += segmentMs) {
    if (isLeftOut(startAt)) continue;
    const film = Buffer.from(`ftyp ${startAt}`);
    films.push(film);
    taught.server.clock.advanceTo(startAt + segmentMs);
    taught.kiosk.announce(film, { startAt, endAt: startAt + segmentMs }, taught.id);
  }
  return { taught, films };
}

async function leave(taught: TaughtClass): Promise<void> {
  taught.press(0, 'out', 41);
  taught.press('teacher', 'out', 42);
  await taught.end();
  await taught.accept(0);
}

const held = ({ periods }: CreditGrid) =>
  periods[0]?.reasons.filter(({ weighs }) => weighs === 'holds').map(({ zh }) => zh);

test('held 录像待上传 until the film is here, byte for byte; then it counts', async () => {
  const { taught, films } = await filmed();
  await leave(taught);
  expect(held(await taught.grid())).toEqual(['录像待上传']);
  for (const film of films) await taught.kiosk.upload(film);
  expect(await taught.row(0)).toEqual(['+present']);
  await taught.server.tamper(`UPDATE segment_files SET state = 'damaged' WHERE rowid <= 8`);
  expect(held(await taught.grid())).toEqual(['录像缺 2 分（原因不明）']);
  await taught.server.close();
});

test('rules.md §8, camera covered: what the kiosk noticed holds the period, though its film is whole', async () => {
  const { taught, films } = await filmed((at) => at === nine + 20 * minute);
  const lesson = { lesson: 'les_1', session: 'ses_am', camera: 'room' } as const;
  const at = nine + 41 * minute;
  const picture = { ...lesson, fault: 'covered', since: nine + 30 * minute } as const;
  taught.kiosk.append('picture', { ...picture, event: 'began', at }, { class: taught.id });
  const gap = {
    startAt: nine + 20 * minute,
    endAt: nine + 20 * minute + segmentMs,
    cause: 'stalled',
  } as const;
  taught.kiosk.append('gap', { ...lesson, ...gap }, { class: taught.id });
  await leave(taught);
  for (const film of films) await taught.kiosk.upload(film);
  const grid = await taught.grid();
  expect(held(grid)).toEqual(['画面异常：镜头被遮挡']);
  // A hole of 15 seconds is within what a period may lack.
  expect(grid.periods[0]?.reasons[0]).toMatchObject({
    code: 'video-covers',
    about: { uncoveredMs: segmentMs },
  });
  expect(await taught.row(0)).toEqual(['-held']);
  await taught.server.close();
});
