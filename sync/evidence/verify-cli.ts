import { readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, isAppError, messageOf } from '../base/errors.ts';
import { readBundle } from './bundle.ts';
import { CreditPages, isCreditPage } from './credit-pages.ts';
import { sha256 } from './digest.ts';
import { publicKeyFromPem } from './keys.ts';
import { Verifier } from './verifier.ts';

const usage = `usage: npm run verify -- [--trust KEYFILE]... FILE...
  KEYFILE  PEM public key of the server (from its review page) or of a device
  FILE     exported evidence (.jsonl), a page of the pull API (attendance or credits) or a consistency proof (.json), video segments (.mp4), photographs (.jpg), or a folder of them
A page is judged as JSON.parse reads it: where a key is written twice, the last one counts.
exit status: 0 verified · 1 something is wrong, or nothing was there to verify ·
             2 consistent, not anchored (no --trust), or called wrongly`;

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
  const files = sortByEnding((await Promise.all(positionals.map(expand))).flat());
  const serverKey = await serverKeyOf(files.bundles[0]);
  if (trusted.length === 0 && serverKey === undefined && files.pages.length > 0) throw noKey();
  const [verifier, credits] = [new Verifier(trusted, serverKey), new CreditPages(trusted, serverKey)];
  await feed(verifier, credits, files);
  return report(verifier, credits);
}

interface Files {
  readonly bundles: readonly string[];
  readonly pages: readonly string[];
  readonly videos: readonly string[];
}

function sortByEnding(files: readonly string[]): Files {
  const other = files.find((file) => !isEvidence(file));
  if (other !== undefined) {
    throw new AppError('invalid_input', `verify: ${other} is neither .jsonl, .json, .mp4 nor .jpg.`, {
      zh: `${other} 不是 .jsonl、.json、.mp4 或 .jpg 文件。`,
    });
  }
  const ending = (wanted: string) => files.filter((file) => endingOf(file) === wanted);
  return {
    bundles: ending('.jsonl'),
    pages: ending('.json'),
    videos: [...ending('.mp4'), ...ending('.jpg')],
  };
}

/** Bundles and pages first: files of video are checked against the records in them. */
async function feed(
  verifier: Verifier,
  credits: CreditPages,
  { bundles, pages, videos }: Files,
): Promise<void> {
  for (const file of bundles) {
    for await (const { line, number } of readBundle(file)) verifier.addLine(line, number);
  }
  const json = await Promise.all(
    pages.map(async (file) => ({ name: basename(file), value: parseJson(await readFile(file, 'utf8')) })),
  );
  // A proof links trees that pages have shown.
  for (const { name, value } of json.filter(({ value }) => !isProof(value))) {
    if (isCreditPage(value)) credits.addPage(name, value);
    else verifier.addPage(name, value);
  }
  for (const { name, value } of json.filter(({ value }) => isProof(value)))
    verifier.addConsistency(name, value);
  for (const file of videos) {
    const bytes = await readFile(file);
    verifier.addFile(basename(file), sha256(bytes), bytes.length);
  }
  verifier.finish();
}

/** A proof that the server's log only grew; else it is, or should be, a page of the pull API. */
function isProof(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'hashes' in value;
}

function report(verifier: Verifier, credits: CreditPages): number {
  const { counts } = verifier;
  const wrong = [...verifier.wrong, ...credits.wrong];
  const { lines, counting } = credits.counts();
  for (const { what, why } of wrong) console.log(`WRONG ${what}: ${why}`);
  for (const { device, seq } of verifier.notAccepted)
    console.log(`NOTE record ${seq} of ${device}: not accepted by the server (held, or not yet)`);
  if (verifier.unlinkedTrees.length > 0)
    console.log(
      `NOTE the server’s log is shown at sizes ${verifier.unlinkedTrees.join(', ')}: bring GET /api/v1/log/consistency to link them`,
    );
  const apart = counts.notAccepted > 0 ? `; ${counts.notAccepted} records not accepted by the server` : '';
  const credited = lines > 0 ? `; ${lines} credits approved, ${counting} of them count` : '';
  const seen = `${counts.records} records, ${counts.checkIns} check-ins, ${counts.segmentsNamed} segments named, ${counts.filesChecked} video files checked${apart}${credited}`;
  if (wrong.length > 0) {
    console.log(`not verified: ${wrong[0]?.what} ${wrong[0]?.why} (${seen}; ${wrong.length} wrong)`);
    return 1;
  }
  if (counts.records + counts.notAccepted + counts.filesChecked + lines === 0) {
    console.log('nothing to verify: no record, no item, no file of video');
    return 1;
  }
  if (counts.records + counts.filesChecked + lines === 0) {
    console.log(`not verified: nothing here was accepted by the server (${seen})`);
    return 1;
  }
  if (!verifier.anchored) {
    console.log(`consistent, not anchored: ${seen}; bring a trusted key with --trust`);
    return 2;
  }
  console.log(`verified: ${seen}`);
  return 0;
}

/** What in a folder is not evidence is passed over; what is named itself must be. */
async function expand(path: string): Promise<string[]> {
  if (!statSync(path).isDirectory()) return [path];
  const inside = await readdir(path, { recursive: true });
  return inside.filter(isEvidence).map((name) => join(path, name));
}

function isEvidence(file: string): boolean {
  return ['.jsonl', '.json', '.mp4', '.jpg'].includes(endingOf(file));
}

/** A page could not even be found consistent: all that is in it is signed by keys that it does not hold. */
function noKey(): AppError {
  return new AppError('invalid_input', 'verify: a page names no key of the server: bring it with --trust.', {
    zh: '拉取接口的页中没有服务器公钥，请用 --trust 指定。',
  });
}

function endingOf(file: string): string {
  return extname(file).toLowerCase();
}

/** Without a trusted key, the key that the bundle itself names shows at most that it agrees with itself. */
async function serverKeyOf(bundle: string | undefined): Promise<string | undefined> {
  if (bundle === undefined) return undefined;
  for await (const { line } of readBundle(bundle)) return line.kind === 'header' ? line.serverKey : undefined;
  return undefined;
}

/** Undefined, which is no page either, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
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
