import { isOf } from '../base/parse.ts';
import {
  type Statement,
  type StatementBody,
  type StatementKind,
  signedStatements,
} from '../contract/statements.ts';
import { domainBytes } from './digest.ts';
import { keyIdOf, type Signer, verifySignature } from './keys.ts';

/** Signs what the server says, in the domain of its kind. */
export function sealStatement<K extends StatementKind>(
  kind: K,
  body: StatementBody<K>,
  signer: Signer,
): Statement<K> {
  const sig = signer.sign(domainBytes(`keqin/statement/${kind}/v1`, body));
  return { kind, body, suite: 'Ed25519', key: signer.keyId, sig };
}

/** The statement, when it is of that kind and signed by the holder of `serverKey` (SPKI, base64url). */
export function openStatement<K extends StatementKind>(
  kind: K,
  value: unknown,
  serverKey: string,
): Statement<K> | undefined {
  if (!isOf(signedStatements[kind], value)) return undefined;
  const statement = value as unknown as Statement<K>;
  if (statement.key !== keyIdOf(serverKey)) return undefined;
  const message = domainBytes(`keqin/statement/${kind}/v1`, statement.body);
  return verifySignature('Ed25519', serverKey, message, statement.sig) ? statement : undefined;
}
