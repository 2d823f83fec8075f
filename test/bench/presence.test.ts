import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrowdAnalyser, createCrowdAnalyser } from '../../models/face/crowd.ts';
import { builtModels } from '../helpers/built-models.ts';
import { type Heads, headsFromNpm } from './presence/heads.ts';
import { countIn } from './presence.ts';

let analyser: CrowdAnalyser;
let heads: Heads;
beforeAll(async () => {
  analyser = await createCrowdAnalyser({ modelsDir: await builtModels() });
  heads = await headsFromNpm(analyser);
}, 120_000);
afterAll(() => analyser.close());

const few = { pictures: 2, seed: 20_261_126 };
const counting = (analyse: CrowdAnalyser['analyse']) => countIn({ ...analyser, analyse }, heads, few);

test('heads in drawn classrooms are counted, and none in an empty one', async () => {
  const { figures } = await countIn(analyser, heads, few);
  console.log(JSON.stringify(figures));
  expect(figures).toMatchObject({ pictures: 2, headsOnEmpty: 0 });
  // All together: twenty heads serve for all, and the one in profile sits in a picture several times.
  expect(figures.missedPerThousand).toBeLessThan(100);
  expect(figures.falsePerThousand).toBeLessThan(20);
}, 120_000);

test('the bench catches a counter that is blind, and one that sees people everywhere', async () => {
  expect((await counting(async () => [])).figures).toMatchObject({ wrongShare: 1, missedPerThousand: 1_000 });
  const anywhere = { box: { x: 0, y: 0, width: 30, height: 30 }, confidence: 1 };
  const nervous = await counting(async (picture) => [...(await analyser.analyse(picture)), anywhere]);
  expect(nervous.figures.headsOnEmpty).toBe(1);
  expect(nervous.figures.falsePerThousand).toBeGreaterThan(0);
}, 120_000);
