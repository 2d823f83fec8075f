import { overlap } from '../../models/face/box.ts';
import { type CrowdAnalyser, createCrowdAnalyser } from '../../models/face/crowd.ts';
import { Seeded, seedOf } from '../fault/seeded.ts';
import { builtModels } from '../helpers/built-models.ts';
import { type Bench, percentile } from './bench.ts';
import { type Composite, compose } from './presence/composite.ts';
import { type Heads, headsFromNpm, headsFromTar } from './presence/heads.ts';

/** So far from where a head was put, it still is that head. */
const sameFace = 0.25;
const smallPx = 34;

/**
 * Counts heads in drawn classrooms with 5 to 40 people whose faces are 24 to 64 px wide, and in empty ones.
 * `--faces FILE`: a tar archive framed like LFW; without it, the people in npm's face-api. `--pictures N` (80; half
 * as many are empty), `--long` for 400, `--seed N`.
 */
export const bench: Bench = async (options) => {
  const pictures = numberIn(options, '--pictures') ?? (options.includes('--long') ? 400 : 80);
  const analyser = await createCrowdAnalyser({ modelsDir: await builtModels() });
  try {
    const archive = options[options.indexOf('--faces') + 1];
    const heads =
      options.includes('--faces') && archive ? await headsFromTar(archive) : await headsFromNpm(analyser);
    return await countIn(analyser, heads, { pictures, seed: seedOf('presence', options) });
  } finally {
    await analyser.close();
  }
};

interface Look {
  readonly people: number;
  readonly heads: number;
  readonly missed: readonly number[];
  readonly ms: number;
}

/** What is measured with one set of heads. */
export async function countIn(
  analyser: CrowdAnalyser,
  heads: Heads,
  { pictures, seed }: { readonly pictures: number; readonly seed: number },
) {
  const looks: Look[] = [];
  for (let i = 0; i < pictures * 1.5; i += 1) {
    const random = new Seeded(seed + i);
    const count = i < pictures ? 5 + random.below(36) : 0;
    looks.push(await lookAt(analyser, await compose(random, heads, { count, minPx: 24, maxPx: 64 })));
  }
  return { figures: figuresOf(looks), targets: { wrongShare: 0.1, headsOnEmpty: 0 } };
}

async function lookAt(analyser: CrowdAnalyser, { picture, faces }: Composite): Promise<Look> {
  const startedAt = performance.now();
  const found = await analyser.analyse(picture);
  const ms = performance.now() - startedAt;
  const missed = faces.filter((face) => !found.some(({ box }) => overlap(box, face) > sameFace));
  return { people: faces.length, heads: found.length, missed: missed.map(({ width }) => width), ms };
}

function figuresOf(looks: readonly Look[]): Record<string, number> {
  const rooms = looks.filter(({ people }) => people > 0);
  const sum = (of: (look: Look) => number, among = looks) =>
    among.reduce((total, look) => total + of(look), 0);
  const wrong = rooms.filter(({ people, heads }) => Math.abs(heads - people) > people / 10);
  const people = sum((look) => look.people);
  const missed = sum((look) => look.missed.length);
  return {
    pictures: rooms.length,
    wrongShare: round(wrong.length / rooms.length),
    headsOnEmpty: sum(
      (look) => look.heads,
      looks.filter((look) => look.people === 0),
    ),
    people,
    missedPerThousand: round((1_000 * missed) / people),
    missedSmallPerThousand: round(
      (1_000 * sum((look) => look.missed.filter((px) => px < smallPx).length)) / people,
    ),
    falsePerThousand: round(
      (1_000 * sum((look) => look.heads - look.people + look.missed.length, rooms)) / people,
    ),
    lookP50Ms: Math.round(
      percentile(
        looks.map(({ ms }) => ms),
        0.5,
      ),
    ),
    lookP95Ms: Math.round(
      percentile(
        looks.map(({ ms }) => ms),
        0.95,
      ),
    ),
  };
}

const round = (value: number) => Number(value.toFixed(3));

function numberIn(options: readonly string[], name: string): number | undefined {
  return options.includes(name) ? Number(options[options.indexOf(name) + 1]) : undefined;
}
