import type { ChainFault } from './chain.ts';

/** What does not hold of a record, as the second half of a sentence. */
export function explainFault(fault: ChainFault | 'not-certified'): string {
  return {
    'not-certified': 'is of a device that no good certificate names',
    'wrong-device': 'is signed with a key that is not this device’s',
    'bad-signature': 'was changed after it was signed: its signature does not hold',
    'sequence-hole': 'does not follow the record before it: records are missing, doubled or out of order',
    'broken-chain': 'does not carry the digest of the record before it: that record was replaced',
  }[fault];
}
