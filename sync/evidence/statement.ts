import { isOf } from '../base/parse.ts';
import {
  type Statement,
  type StatementBody,
  type StatementKind,
  signedStatements,
} from '../contract/statements.ts';
import { domainBytes } from './digest.ts';
import { keyIdOf, type Signer, verifySignature } from './keys.ts';

/** Signs a statement, in the domain of its kind. */
export function sealStatement<K extends StatementKind>(
  kind: K,
  body: StatementBody<K>,
  signer: Signer,
): Statement<K> {
  const sig = signer.sign(messageOf(kind, body));
  return { kind, body, suite: signer.suite, key: signer.keyId, sig };
}

/** A key that may need a moment to sign, because it lies in hardware. */
export interface SlowSigner extends Omit<Signer, 'sign'> {
  sign(message: Uint8Array): Promise<string> | string;
}

export async function sealSlowly<K extends StatementKind>(
  kind: K,
  body: StatementBody<K>,
  signer: SlowSigner,
): Promise<Statement<K>> {
  const sig = await signer.sign(messageOf(kind, body));
  return { kind, body, suite: signer.suite, key: signer.keyId, sig };
}

/** The statement, when it is of that kind and signed by the holder of `publicKey` (SPKI, base64url). */
export function openStatement<K extends StatementKind>(
  kind: K,
  value: unknown,
  publicKey: string,
): Statement<K> | undefined {
  if (!isOf(signedStatements[kind], value)) return undefined;
  const statement = value as unknown as Statement<K>;
  if (statement.key !== keyIdOf(publicKey)) return undefined;
  const { suite, body, sig } = statement;
  try {
    return verifySignature(suite, publicKey, messageOf(kind, body), sig) ? statement : undefined;
  } catch {
    // Its text cannot be signed at all: a lone surrogate in it.
    return undefined;
  }
}

function messageOf<K extends StatementKind>(kind: K, body: StatementBody<K>): Buffer {
  return domainBytes(`keqin/statement/${kind}/v1`, body);
}
