import { type Static, Type } from 'typebox';
import { isOf } from '../../sync/base/parse.ts';
import { Base64Url, closed } from '../../sync/contract/primitives.ts';
import { noKeyIn } from '../../sync/evidence/key-file.ts';
import { isPublicKey } from '../../sync/evidence/keys.ts';

/** The whole key file of a TPM key: `wrapped` opens in the TPM that made it and nowhere else. */
export const TpmKeyFile = Type.Object(
  {
    v: Type.Literal(1),
    provider: Type.Literal('tpm'),
    publicKey: Base64Url,
    /** TPM2B_PUBLIC. */
    area: Base64Url,
    /** TPM2B_PRIVATE, encrypted by the parent. */
    wrapped: Base64Url,
  },
  closed,
);
export type TpmKeyFile = Static<typeof TpmKeyFile>;

/** Throws `invalid_input`; `name` is what people call the file. */
export function parseTpmKeyFile(text: string, name: string): TpmKeyFile {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw noKeyIn(name, 'TPM', cause);
  }
  if (!isOf(TpmKeyFile, file) || !isPublicKey('ES256', file.publicKey)) throw noKeyIn(name, 'TPM');
  return file;
}
