import type { ChainFault } from './chain.ts';

/** What does not hold of a record, as the second half of a sentence. */
export function explainFault(fault: ChainFault | 'not-certified'): string {
  return {
    'not-certified': 'is of a device that no good certificate names',
    'wrong-device': 'stands in the log of another device',
    'wrong-key': 'is not signed with the key that counts at its place',
    'bad-boot-key': 'brings a boot key that the device key did not certify for this place',
    'bad-rotation': 'brings a new device key that the old and the new key did not both sign for',
    'bad-signature': 'was changed after it was signed: its signature does not hold',
    'sequence-hole': 'does not follow the record before it: records are missing, doubled or out of order',
    'broken-chain': 'does not carry the digest of the record before it: that record was replaced',
  }[fault];
}
