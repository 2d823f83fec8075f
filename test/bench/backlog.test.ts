import { expect, test } from 'vitest';
import { emptyBacklog } from './backlog.ts';

const segmentBytes = 1_250_000;

test('20 MB come up whole over a link that is cut every two seconds; a cut costs about one segment', async () => {
  const figures = await emptyBacklog({ mb: 20, kbps: 32_000, cutEveryMs: 2_000, segmentBytes });
  console.log(JSON.stringify(figures));
  expect(figures.cuts).toBeGreaterThanOrEqual(2);
  // So many cuts in so little time: what each may cost is asked, not the share of the whole.
  const resentBytes = (figures.resentPercent / 100) * figures.mb * 1_000_000;
  expect(resentBytes / figures.cuts).toBeLessThan(1.5 * segmentBytes);
  const lostS = figures.tookS - figures.idealS;
  expect(lostS / figures.cuts).toBeLessThan(1.5);
}, 120_000);
