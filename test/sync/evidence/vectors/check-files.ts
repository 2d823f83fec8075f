import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readBundle } from '../../../../sync/evidence/bundle.ts';
import { sha256 } from '../../../../sync/evidence/digest.ts';
import { publicKeyFromPem } from '../../../../sync/evidence/keys.ts';
import { Verifier } from '../../../../sync/evidence/verifier.ts';

export const vectorsFolder = 'sync/evidence/vectors';

/** One line of `wrong/index.json`. */
export interface WrongVector {
  /** Within the folder of vectors, as `with` is. */
  readonly file: string;
  /** What must be read before it: without these it does not contradict anything. */
  readonly with: readonly string[];
  /** The file of the key from which a verifier starts. */
  readonly trust: string;
  readonly kind: string;
  readonly where: string;
  readonly says: string;
}

/** One line of `right/index.json`. */
export interface RightVector {
  readonly kind: string;
  /** Within the folder of vectors, in the order in which they are read, as `trust` is. */
  readonly files: readonly string[];
  readonly trust: string;
  /** How many count. */
  readonly records: number;
  readonly checkIns: number;
}

/** Feeds files of the folder of vectors to a verifier that trusts the key in one of them, in the order given. */
export async function checkFiles(names: readonly string[], trust = 'trust.pem'): Promise<Verifier> {
  const folder = vectorsFolder;
  const verifier = new Verifier([publicKeyFromPem(readFileSync(join(folder, trust), 'utf8'))]);
  for (const name of names) await feed(verifier, join(folder, name));
  verifier.finish();
  return verifier;
}

/** What counts, and what is shown whole and does not: of `expected.json`. */
export function conclusionsOf({ counts, notAccepted }: Verifier) {
  const { records, checkIns, segmentsNamed } = counts;
  return {
    records,
    checkIns,
    segmentsNamed,
    notAccepted: notAccepted.map(({ device, seq }) => ({ device, seq })),
  };
}

async function feed(verifier: Verifier, file: string): Promise<void> {
  if (file.endsWith('.jsonl')) {
    for await (const { line, number } of readBundle(file)) verifier.addLine(line, number);
  } else if (file.endsWith('.json')) {
    const value = JSON.parse(await readFile(file, 'utf8'));
    if ('hashes' in value) verifier.addConsistency(basename(file), value);
    else verifier.addPage(basename(file), value);
  } else {
    const bytes = await readFile(file);
    verifier.addFile(basename(file), sha256(bytes), bytes.length);
  }
}
