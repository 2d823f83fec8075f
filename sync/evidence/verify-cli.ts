import { readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isAppError, messageOf } from '../base/errors.ts';
import { readBundle } from './bundle.ts';
import { sha256 } from './digest.ts';
import { publicKeyFromPem } from './keys.ts';
import { Verifier } from './verifier.ts';

const usage = `usage: npm run verify -- [--trust KEYFILE]... FILE...
  KEYFILE  PEM public key of the server (from its review page) or of a device
  FILE     exported evidence (.jsonl), a page of the pull API (.json), video segments (.mp4), or a folder of them
exit status: 0 verified · 1 something is wrong · 2 consistent, not anchored (no --trust), or called wrongly`;

/** Checks evidence offline, needing no server. Returns the exit status. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { trust: { type: 'string', multiple: true }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const trusted = (values.trust ?? []).map((file) => publicKeyFromPem(readFileSync(file, 'utf8')));
  const files = (await Promise.all(positionals.map(expand))).flat();
  const verifier = new Verifier(trusted, trusted.length === 0 ? hintOf(files) : undefined);
  await feed(verifier, files);
  return report(verifier);
}

/** Bundles and pages first: files of video are checked against the records in them. */
async function feed(verifier: Verifier, files: readonly string[]): Promise<void> {
  for (const file of files.filter((f) => f.endsWith('.jsonl'))) {
    for await (const { line, number } of readBundle(file)) verifier.addLine(line, number);
  }
  for (const file of files.filter((f) => f.endsWith('.json'))) {
    const page = JSON.parse(await readFile(file, 'utf8')) as { items?: unknown[] };
    for (const [index, item] of (page.items ?? []).entries()) verifier.addItem(item, index);
  }
  for (const file of files.filter((f) => f.endsWith('.mp4'))) {
    const bytes = await readFile(file);
    verifier.addFile(basename(file), sha256(bytes), bytes.length);
  }
}

function report(verifier: Verifier): number {
  const { counts, wrong } = verifier;
  for (const { what, why } of wrong) console.log(`WRONG ${what}: ${why}`);
  const seen = `${counts.records} records, ${counts.checkIns} check-ins, ${counts.segmentsNamed} segments named, ${counts.filesChecked} video files checked`;
  if (wrong.length > 0) {
    console.log(`not verified: ${wrong[0]?.what} ${wrong[0]?.why} (${seen}; ${wrong.length} wrong)`);
    return 1;
  }
  if (!verifier.anchored) {
    console.log(`consistent, not anchored: ${seen}; bring a trusted key with --trust`);
    return 2;
  }
  console.log(`verified: ${seen}`);
  return 0;
}

async function expand(path: string): Promise<string[]> {
  if (!statSync(path).isDirectory()) return [path];
  const inside = await readdir(path, { recursive: true });
  return inside.filter((name) => /\.(jsonl|json|mp4)$/.test(name)).map((name) => join(path, name));
}

/** Without a trusted key, the key that the bundle itself names shows at most that it agrees with itself. */
function hintOf(files: readonly string[]): string | undefined {
  const bundle = files.find((file) => file.endsWith('.jsonl'));
  if (!bundle) return undefined;
  try {
    const header: unknown = JSON.parse(readFileSync(bundle, 'utf8').split('\n', 1)[0] ?? '');
    return (header as { serverKey?: string }).serverKey;
  } catch {
    return undefined;
  }
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(isAppError(error) ? error.message : `verify: ${messageOf(error)}`);
    process.exitCode = 2;
  },
);
