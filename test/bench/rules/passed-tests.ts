import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** Runs a test file, and gives the titles of what passed. */
export async function passedTests(file: string): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'keqin-rules-'));
  const output = join(folder, 'report.json');
  const vitest = join(import.meta.dirname, '../../../node_modules/vitest/vitest.mjs');
  const options = ['run', '--project', 'unit', '--reporter=json', `--outputFile=${output}`, file];
  try {
    // A failing test ends it with 1, and its title is then not among those that passed.
    await new Promise<void>((resolve) => execFile(process.execPath, [vitest, ...options], () => resolve()));
    const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report;
    const all = testResults.flatMap(({ assertionResults }) => assertionResults);
    return new Set(all.filter(({ status }) => status === 'passed').map(({ title }) => title));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
