import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { readLine } from '../../sync/evidence/bundle-line.ts';
import { Verifier } from '../../sync/evidence/verifier.ts';
import { type Evidence, makeEvidence } from '../bench/tamper/evidence.ts';
import { seedOf } from '../fault/seeded.ts';

import { anyBody, edits, withEdits } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of what verify reads');
const options = { seed, numRuns: runs };
let evidence: Evidence;

beforeAll(async () => {
  evidence = await makeEvidence();
});

function verifier(): Verifier {
  return new Verifier([evidence.serverKey.publicKey]);
}

function feed(one: Verifier, lines: readonly string[]): void {
  for (const [index, text] of lines.entries()) one.addLine(readLine(text, index + 1), index + 1);
}

/** Every complaint is one of those that were thought of, and can be printed. */
function expectNamed(one: Verifier): void {
  one.finish();
  for (const { what, why } of one.wrong) {
    const isPlace = /^(line|record|item|page|segment|consistency|log of) ?/.test(what);
    // A lone surrogate has no canonical text: that is what is wrong.
    const isUnforeseen = /^cannot be judged: (?!canonical JSON)/.test(why);
    if (!isPlace || isUnforeseen) throw new Error(`${what}: ${why}`);
  }
}

test('lines of a bundle', () => {
  const { small } = evidence;
  const head = small.bundle.slice(0, 3);
  const anyLine = fc.nat().chain((n) => {
    const index = n % small.bundle.length;
    const value = JSON.parse(small.bundle[index] ?? '');
    return edits.map((changes) => ({ index, text: JSON.stringify(withEdits(value, changes)) ?? '' }));
  });
  const odd = anyBody.map((text) => ({ index: 3, text: text.replaceAll('\n', ' ') }));
  fc.assert(
    fc.property(
      fc.oneof({ arbitrary: anyLine, weight: 4 }, { arbitrary: odd, weight: 1 }),
      ({ index, text }) => {
        if (text === small.bundle[index]) return;
        const one = verifier();
        feed(one, index < head.length ? [...head.slice(0, index), text] : [...head, text]);
        expectNamed(one);
        // The first three lines hold one record, which nobody accepted yet.
        if (one.counts.records > 0) throw new Error('a record was accepted');
        if (index > 0 && one.wrong.length === 0) throw new Error('nothing was wrong');
      },
    ),
    options,
  );
}, 600_000);

test('pages of the pull API', () => {
  const [page] = evidence.pages as [Evidence['pages'][number]];
  const first = { ...page, items: page.items.slice(0, 1) };
  const text = fc.oneof(
    { arbitrary: edits.map((changes) => JSON.stringify(withEdits(first, changes)) ?? ''), weight: 4 },
    { arbitrary: anyBody, weight: 1 },
  );
  fc.assert(
    fc.property(text, (given) => {
      const one = verifier();
      one.addPage('p', parsed(given));
      expectNamed(one);
      if (one.counts.records > 1) throw new Error('more was accepted than there is');
    }),
    options,
  );
}, 600_000);

test('proofs that the server’s log only grew', () => {
  const whole = evidence.consistency;
  const text = fc.oneof(
    { arbitrary: edits.map((changes) => JSON.stringify(withEdits(whole, changes)) ?? ''), weight: 4 },
    { arbitrary: anyBody, weight: 1 },
  );
  fc.assert(
    fc.property(text, (given) => {
      const one = verifier();
      one.addConsistency('c', parsed(given));
      expectNamed(one);
    }),
    options,
  );
}, 600_000);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
