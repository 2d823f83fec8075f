import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { publicKeyPem } from '../../../sync/evidence/keys.ts';
import { server } from './sample-evidence.ts';
import { canonicalVectors } from './vectors/canonical-vectors.ts';
import {
  checkFiles,
  conclusionsOf,
  type RightVector,
  vectorsFolder,
  type WrongVector,
} from './vectors/check-files.ts';
import { cosignatureVectors } from './vectors/cosignature-vectors.ts';
import { honestEvidence } from './vectors/honest-evidence.ts';
import { kindSchemas } from './vectors/kind-schemas.ts';
import type { RightFile } from './vectors/right-file.ts';
import { rightFiles } from './vectors/right-files.ts';
import { earlyEvidence, shortEvidence } from './vectors/short-evidence.ts';
import { bundleText } from './vectors/shown.ts';
import { signatureVectors } from './vectors/signature-vectors.ts';
import { video } from './vectors/story-log.ts';
import { timeVectors } from './vectors/time-vectors.ts';
import { type WrongFile, wrongFiles } from './vectors/wrong-files.ts';

/**
 * Writes sync/evidence/vectors/ anew: `node --import tsx test/sync/evidence/make-vectors.ts`. Its keys are made for
 * the run and forgotten with it, so every run changes every file: only after a change of the format. After a change of
 * the kinds of records alone, `make-vectors.ts kinds` writes their schemas.
 */
async function main(): Promise<void> {
  rmSync(vectorsFolder, { recursive: true, force: true });
  write('kinds.json', kindSchemas());
  write('canonical.json', canonicalVectors());
  write('signatures.json', signatureVectors());
  write('cosignatures.json', await cosignatureVectors());
  write('times.json', timeVectors());
  const [honest, short, early] = [await honestEvidence(), await shortEvidence(), await earlyEvidence()];
  write('trust.pem', publicKeyPem(server.publicKey));
  write('bundle.jsonl', honest.bundle);
  write(`segments/${sha256(video)}.mp4`, video);
  write('page.json', honest.page);
  write('consistency.json', honest.consistency);
  write('short.jsonl', bundleText(short));
  write('expected.json', await concluded());
  const [right, wrong]: [RightVector[], WrongVector[]] = [[], []];
  for (const file of await rightFiles(short, early)) right.push(await writeRight(file));
  for (const file of await wrongFiles(honest, short, early)) wrong.push(await writeWrong(file));
  write('right/index.json', right);
  write('wrong/index.json', wrong);
  formatJson();
}

/** What a verifier must conclude of the right evidence: what counts, and what is shown and does not. */
async function concluded(): Promise<object> {
  const verifier = await checkFiles(['bundle.jsonl', 'page.json', 'consistency.json']);
  if (verifier.wrong.length > 0) throw new Error(`right, but: ${JSON.stringify(verifier.wrong)}`);
  return conclusionsOf(verifier);
}

/** Writes it, once our verifier has concluded from it what was meant. */
async function writeRight({ kind, files, contents, trust, proves }: RightFile): Promise<RightVector> {
  for (const [name, content] of Object.entries(contents)) write(name, content);
  const { wrong, counts } = await checkFiles(files, trust);
  const { records, checkIns } = counts;
  if (wrong.length > 0 || records !== proves.records || checkIns !== proves.checkIns)
    throw new Error(`${kind}: ${JSON.stringify({ wrong, records, checkIns })}`);
  return { kind, files, trust, records, checkIns };
}

/** Writes it, with our verifier's first sentence on it, which must be the one that was meant. */
async function writeWrong({
  kind,
  content,
  says,
  trust = 'trust.pem',
  ...wrong
}: WrongFile): Promise<WrongVector> {
  const file = `wrong/${wrong.file}`;
  write(file, content);
  const found = (await checkFiles([...wrong.with, file], trust)).wrong;
  const [first] = found;
  if (!first?.why.includes(says)) throw new Error(`${kind}: ${JSON.stringify(found)}`);
  return { file, with: wrong.with, trust, kind, where: first.what, says: first.why };
}

/** What is neither text nor bytes is written as JSON. */
function write(name: string, content: string | Buffer | object): void {
  const file = join(vectorsFolder, name);
  mkdirSync(dirname(file), { recursive: true });
  const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
  writeFileSync(file, isRaw ? content : JSON.stringify(content));
}

function formatJson(): void {
  const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  execFileSync(process.execPath, [biome, 'format', '--write', vectorsFolder]);
}

if (process.argv[2] === 'kinds') {
  write('kinds.json', kindSchemas());
  formatJson();
} else await main();
