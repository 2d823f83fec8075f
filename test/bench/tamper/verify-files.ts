import { readLine } from '../../../sync/evidence/bundle-line.ts';
import { Verifier, type VerifierCounts, type Wrong } from '../../../sync/evidence/verifier.ts';

/** What somebody may be handed to verify: bundles as their lines, pages of the pull API and consistency proofs as JSON. */
export interface Files {
  readonly bundles: readonly (readonly string[])[];
  readonly pages: readonly string[];
  readonly consistencies: readonly string[];
}

export interface Verdict {
  readonly wrong: readonly Wrong[];
  readonly counts: VerifierCounts;
  /** What is told of, as `record SEQ of DEVICE`, without being wrong. */
  readonly notAccepted: readonly string[];
  readonly unlinkedTrees: readonly number[];
}

/** As `npm run verify` does it, without files: everything is read and judged anew each time. */
export function verifyFiles(files: Files, serverKey: string): Verdict {
  const verifier = new Verifier([serverKey]);
  for (const bundle of files.bundles) addBundle(verifier, bundle);
  for (const [index, text] of files.pages.entries()) verifier.addPage(String(index + 1), parseJson(text));
  for (const [index, text] of files.consistencies.entries()) {
    verifier.addConsistency(String(index + 1), parseJson(text));
  }
  verifier.finish();
  const { wrong, counts, unlinkedTrees } = verifier;
  const notAccepted = verifier.notAccepted.map(({ device, seq }) => `record ${seq} of ${device}`);
  return { wrong, counts, notAccepted, unlinkedTrees };
}

/** Line feeds in a tampered line make two of it; CR before them and empty lines are let pass (`readBundle`). */
function addBundle(verifier: Verifier, bundle: readonly string[]): void {
  for (const [index, text] of bundle.join('\n').split('\n').entries()) {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line !== '' || index === 0) verifier.addLine(readLine(line, index + 1), index + 1);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
