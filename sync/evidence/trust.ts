import { isOf } from '../base/parse.ts';
import { type Statement, type StatementKind, signedStatements } from '../contract/statements.ts';
import { deviceIdOf, isPublicKey } from './keys.ts';
import { certifiedKey } from './stands-alone.ts';
import { openStatement } from './statement.ts';
import { type NoteKey, noteKeyOf, noteKeyType } from './tlog/note-key.ts';
import { originOf } from './tlog/origin.ts';

/** The keys from which a verifier starts. */
export interface Trust {
  /** SPKI base64url of servers and devices. */
  readonly keys: ReadonlySet<string>;
  /** True when the verifier brought a key: only then does "verified" mean anything. */
  readonly anchored: boolean;
  /** True when a server's key is among them: a record then counts only with that server's acceptance. */
  readonly server: boolean;
}

/** `serverKeyHint`, the key that evidence names itself, serves when the verifier brought none. */
export function trustOf(broughtKeys: readonly string[], serverKeyHint?: string): Trust {
  const anchored = broughtKeys.length > 0;
  const keys = anchored || serverKeyHint === undefined ? broughtKeys : [serverKeyHint];
  return { keys: new Set(keys), anchored, server: keys.some((key) => isPublicKey('Ed25519', key)) };
}

type ServerStatementKind = 'acceptance' | 'segment-receipt' | 'time-receipt' | 'revocation';

/**
 * What the server said, when a trusted key signed it. Who trusts devices only cannot judge a server's signature
 * and needs none: the statement's own form is then enough.
 */
export function readStatement<K extends ServerStatementKind>(
  trust: Trust,
  kind: K,
  value: unknown,
): Statement<K> | undefined {
  return trust.server ? opened(trust, kind, value) : ofKind(kind, value);
}

/** A device certificate's body, or why nothing can rest on it. */
export function readCertificate(
  trust: Trust,
  value: unknown,
): { ok: true; body: Statement<'device-certificate'>['body'] } | { ok: false; why: string } {
  const certificate = opened(trust, 'device-certificate', value) ?? selfTrusted(trust, value);
  if (!certificate) return { ok: false, why: 'the device certificate is not signed by a trusted key' };
  const { device } = certificate.body;
  const { suite, publicKey } = certifiedKey(certificate.body);
  const isFirst = certificate.body.v === 1 || certificate.body.afterSeq === '0';
  // Of a later key only the server can say whose it is.
  if (!isPublicKey(suite, publicKey) || (isFirst && deviceIdOf(publicKey) !== device))
    return { ok: false, why: `the device certificate names ${device}, which is not the device of its key` };
  return { ok: true, body: certificate.body };
}

/** A verifier who trusts a device's own key needs no server's word for it. */
function selfTrusted(trust: Trust, value: unknown): Statement<'device-certificate'> | undefined {
  const certificate = ofKind('device-certificate', value);
  const { device, publicKey } = certificate?.body ?? {};
  // Of a later key nobody but a server can say whose it is.
  const own = publicKey !== undefined && trust.keys.has(publicKey) && deviceIdOf(publicKey) === device;
  return own ? certificate : undefined;
}

function opened<K extends StatementKind>(trust: Trust, kind: K, value: unknown): Statement<K> | undefined {
  for (const key of trust.keys) {
    const statement = openStatement(kind, value, key);
    if (statement) return statement;
  }
  return undefined;
}

function ofKind<K extends StatementKind>(kind: K, value: unknown): Statement<K> | undefined {
  return isOf(signedStatements[kind], value) ? (value as unknown as Statement<K>) : undefined;
}

/** The keys of the logs that trusted servers keep. */
export function logKeysOf(trust: Trust): readonly NoteKey[] {
  return [...trust.keys]
    .filter((key) => isPublicKey('Ed25519', key))
    .map((key) => noteKeyOf(originOf(key), noteKeyType.ed25519, key));
}
