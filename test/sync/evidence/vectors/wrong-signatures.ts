import type { SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement, StatementKind } from '../../../../sync/contract/statements.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { originOf } from '../../../../sync/evidence/tlog/origin.ts';
import { signNoteText } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { server } from '../sample-evidence.ts';
import { withSignatures } from './right-words.ts';
import { bundleText, type Shown } from './shown.ts';
import { revocation, segmentReceipt } from './story-log.ts';
import type { WrongText } from './wrong-words.ts';

/** Words under the id of the trusted key that it did not sign, and one that it signed under another's id. */
export function wrongSignatures(right: Shown): readonly WrongText[] {
  const [boot] = right.records as [SignedRecord];
  const { device } = boot.body;
  const receipt = segmentReceipt(device);
  const revoked = revocation(device, '2');
  const [first, ...others] = right.acceptances as [Statement<'acceptance'>];
  const underAnotherId = { ...first, key: memoryKey('Ed25519').keyId };
  const changes: Readonly<Record<string, Partial<Shown>>> = {
    'certificate-with-a-wrong-signature': { certificates: right.certificates.map(unsigned) },
    'receipt-with-a-wrong-signature': { timeReceipts: right.timeReceipts.map(unsigned) },
    'revocation-with-a-wrong-signature': { revocations: [unsigned(revoked)] },
    'acceptance-with-a-wrong-signature': { acceptances: [unsigned(first), ...others] },
    'acceptance-under-the-id-of-another-key': { acceptances: [underAnotherId, ...others] },
    'segment-receipt-with-a-wrong-signature': { segmentReceipts: [unsigned(receipt)] },
    'checkpoint-with-a-wrong-signature': { checkpoint: unsignedNote(right) },
    'checkpoint-with-a-wrong-signature-too': { checkpoint: withWrongLine(right) },
  };
  return Object.entries(changes).map(
    ([kind, change]) => [kind, bundleText({ ...right, ...change }), 'not signed by a trusted'] as const,
  );
}

/** The same words under the same key id, with a signature over others. */
function unsigned<K extends StatementKind>(statement: Statement<K>): Statement<K> {
  return { ...statement, sig: server.sign(Buffer.from('something else')) };
}

/** A tree of another size under the signature of the right one. */
function unsignedNote({ checkpoint = '', records }: Shown): string {
  return checkpoint.replace(`\n${records.length}\n`, `\n${records.length + 1}\n`);
}

/** Beside the right line one of the same name and key id that is not. */
function withWrongLine({ checkpoint = '' }: Shown): string {
  const wrong = () => signNoteText('something else\n', originOf(server.publicKey), server);
  return withSignatures(checkpoint, [wrong]);
}
