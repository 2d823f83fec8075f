import type { Bench } from './bench.ts';

/** `npm run bench -- NAME [options]`. A bench is a file of its own here. */
const benches: { readonly [name: string]: () => Promise<{ bench: Bench }> } = {
  backlog: () => import('./backlog.ts'),
  'check-in': () => import('./check-in.ts'),
  city: () => import('./city.ts'),
  clock: () => import('./clock.ts'),
  coverage: () => import('./coverage.ts'),
  'disk-full': () => import('./disk-full.ts'),
  finish: () => import('./finish.ts'),
  ingest: () => import('./ingest.ts'),
  kill: () => import('./kill.ts'),
  live: () => import('./live.ts'),
  power: () => import('./power.ts'),
  presence: () => import('./presence.ts'),
  'record-cpu': () => import('./record-cpu.ts'),
  'record-kill': () => import('./record-kill.ts'),
  'record-power': () => import('./record-power.ts'),
  rules: () => import('./rules.ts'),
  soak: () => import('./soak.ts'),
  upload: () => import('./upload.ts'),
  tamper: () => import('./tamper.ts'),
};

async function main([name = '', ...options]: string[]): Promise<void> {
  const load = benches[name];
  if (!load) {
    console.error(`usage: npm run bench -- ${Object.keys(benches).join(' | ')}`);
    process.exitCode = 2;
    return;
  }
  const { bench } = await load();
  const { figures, targets } = await bench(options);
  const pass = Object.entries(targets).every(
    ([figure, most]) => (figures[figure] ?? Number.POSITIVE_INFINITY) <= most,
  );
  console.table(
    Object.entries(figures).map(([figure, value]) => ({ figure, value, 'at most': targets[figure] ?? '' })),
  );
  console.log(JSON.stringify({ bench: name, figures, targets, pass }));
  process.exitCode = pass ? 0 : 1;
}

await main(process.argv.slice(2));
