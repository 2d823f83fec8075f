import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { publicKeyPem } from '../../../sync/evidence/keys.ts';
import { server } from './sample-evidence.ts';
import { canonicalVectors } from './vectors/canonical-vectors.ts';
import { checkFiles, conclusionsOf, vectorsFolder, type WrongVector } from './vectors/check-files.ts';
import { honestEvidence } from './vectors/honest-evidence.ts';
import { shortEvidence } from './vectors/short-evidence.ts';
import { bundleText } from './vectors/shown.ts';
import { signatureVectors } from './vectors/signature-vectors.ts';
import { video } from './vectors/story-log.ts';
import { timeVectors } from './vectors/time-vectors.ts';
import { type WrongFile, wrongFiles } from './vectors/wrong-files.ts';

/**
 * Writes sync/evidence/vectors/ anew: `node --import tsx test/sync/evidence/make-vectors.ts`. Its keys are made for
 * the run and forgotten with it, so every run changes every file: only after a change of the format.
 */
async function main(): Promise<void> {
  rmSync(vectorsFolder, { recursive: true, force: true });
  write('canonical.json', canonicalVectors());
  write('signatures.json', signatureVectors());
  write('times.json', timeVectors());
  const [honest, short] = [await honestEvidence(), await shortEvidence()];
  write('trust.pem', publicKeyPem(server.publicKey));
  write('bundle.jsonl', honest.bundle);
  write(`segments/${sha256(video)}.mp4`, video);
  write('page.json', honest.page);
  write('consistency.json', honest.consistency);
  write('short.jsonl', bundleText(short));
  write('expected.json', await concluded());
  const index: WrongVector[] = [];
  for (const wrong of await wrongFiles(honest, short)) index.push(await writeWrong(wrong));
  write('wrong/index.json', index);
  formatJson();
}

/** What a verifier must conclude of the right evidence: what counts, and what is shown and does not. */
async function concluded(): Promise<object> {
  const verifier = await checkFiles(['bundle.jsonl', 'page.json', 'consistency.json']);
  if (verifier.wrong.length > 0) throw new Error(`right, but: ${JSON.stringify(verifier.wrong)}`);
  return conclusionsOf(verifier);
}

/** Writes it, with our verifier's first sentence on it, which must be the one that was meant. */
async function writeWrong({ kind, content, says, ...wrong }: WrongFile): Promise<WrongVector> {
  const file = `wrong/${wrong.file}`;
  write(file, content);
  const found = (await checkFiles([...wrong.with, file])).wrong;
  const [first] = found;
  if (!first?.why.includes(says)) throw new Error(`${kind}: ${JSON.stringify(found)}`);
  return { file, with: wrong.with, kind, where: first.what, says: first.why };
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

await main();
