import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../../sync/base/errors.ts';
import { type CutOptions, runAndCut } from './run-and-cut.ts';
import { readReceipts, startServerAgain } from './server-check.ts';

const workload = fileURLToPath(new URL('server-workload.ts', import.meta.url));

export interface ServerCutsResult {
  /** Receipts that were handed out before a cut, over all cuts. */
  readonly receipts: number;
  /** Of these, what they cover is gone. */
  readonly lost: number;
  /** What the server's own pass over its store finds afterwards. */
  readonly findings: number;
  /** Cuts after which the server could not start again. */
  readonly deadStarts: number;
}

/** A server takes in records and segments; its power is cut `count` times, and each time it is started again. */
export async function cutServerStore(
  how: 'careful' | 'careless',
  count: number,
  { rounds = 40, ...options }: CutOptions & { readonly rounds?: number },
): Promise<ServerCutsResult> {
  let result: ServerCutsResult = { receipts: 0, lost: 0, findings: 0, deadStarts: 0 };
  const program = { file: workload, args: [String(rounds), how] };
  const isControl = how === 'careless';
  await runAndCut(program, { ...options, count, isControl }, async (folder, acks) => {
    const receipts = readReceipts(acks);
    const faults = await startServerAgain(join(folder, 'data'), receipts, !isControl).catch(
      (error: unknown) => {
        if (!isControl) console.log(`the server does not start: ${whyOf(error)}`);
        return undefined;
      },
    );
    const { lost, findings } = faults ?? { lost: receipts.length, findings: 0 };
    result = {
      receipts: result.receipts + receipts.length,
      lost: result.lost + lost,
      findings: result.findings + findings,
      deadStarts: result.deadStarts + (faults ? 0 : 1),
    };
    return faults !== undefined && lost + findings === 0;
  });
  return result;
}

function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? ` (${messageOf(error.cause)})` : '';
  return messageOf(error) + cause;
}
