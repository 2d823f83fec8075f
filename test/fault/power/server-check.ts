import type { Context } from '../../../server/parts.ts';
import { StoreVerification } from '../../../server/verify/store-verification.ts';
import type { FindingCode } from '../../../sync/contract/findings.ts';
import { openPlainServer } from './open-plain-server.ts';

/** What the server handed out, and what it thereby promised to have for good. */
export type Receipt =
  | { readonly kind: 'key'; readonly publicKey: string; readonly device: string }
  | { readonly kind: 'records'; readonly seq: number; readonly head: string }
  | { readonly kind: 'segment'; readonly sha256: string }
  | { readonly kind: 'time'; readonly id: string };

export interface ServerFaults {
  /** Receipts that cover something which is gone or changed. */
  readonly lost: number;
  /** What the server's own pass over its store finds. */
  readonly findings: number;
}

/** Findings about what records say (no plan lists the test's kiosk), not about how they are stored. */
const expected: readonly FindingCode[] = ['device-not-in-plan', 'not-in-plan'];

/** Starts the server on what is left in `dataDir`, lets it finish what waited, and has it read its whole store; `say`: what that finds. */
export async function startServerAgain(
  dataDir: string,
  receipts: readonly Receipt[],
  say: boolean,
): Promise<ServerFaults> {
  const server = await openPlainServer(dataDir);
  const { context } = server;
  try {
    await context.acceptor.settled();
    const lost = await countLost(context, receipts);
    await new StoreVerification(context).run();
    const found = await context.stores.findings.list();
    const unexpected = found.filter(({ code }) => !expected.includes(code));
    if (say) for (const { code, messageEn } of unexpected) console.log(`${code}: ${messageEn}`);
    return { lost, findings: unexpected.length };
  } finally {
    await server.close();
  }
}

async function countLost(
  { stores, segmentStore, serverKey }: Context,
  receipts: readonly Receipt[],
): Promise<number> {
  const device = receipts[0]?.kind === 'key' ? receipts[0].device : '';
  const holds = async (receipt: Receipt): Promise<boolean> => {
    switch (receipt.kind) {
      case 'key':
        return receipt.publicKey === serverKey.publicKey && (await stores.devices.find(device)) !== undefined;
      case 'records': {
        const last = await stores.records.at(device, receipt.seq);
        return last?.digest === receipt.head && last.state !== 'received';
      }
      case 'segment': {
        const file = await stores.segmentFiles.file(receipt.sha256);
        return file?.state === 'verified' && (await segmentStore.digestOf(receipt.sha256)) === receipt.sha256;
      }
      case 'time':
        return (await stores.timeReceipts.byIds([receipt.id])).has(receipt.id);
    }
  };
  const held = await Promise.all(receipts.map(holds));
  return held.filter((is) => !is).length;
}

export function readReceipts(acks: string): Receipt[] {
  const lines = acks.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Receipt);
}
