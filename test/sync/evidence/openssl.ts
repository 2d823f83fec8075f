import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { publicKeyPem } from '../../../sync/evidence/keys.ts';

const sm2UserId = '1234567812345678';

/** What OpenSSL's command line says, as somebody without our code would ask it. One folder, gone with the test. */
export class OpenSsl {
  readonly folder = mkdtempSync(join(tmpdir(), 'keqin-openssl-'));

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  run(...args: string[]): string {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** A private key of its own making, PKCS#8 PEM. */
  newKey(suite: 'ES256' | 'SM2-SM3'): string {
    const curve = suite === 'ES256' ? 'P-256' : 'SM2';
    this.run(
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      `ec_paramgen_curve:${curve}`,
      '-out',
      this.path('own.pem'),
    );
    return readFileSync(this.path('own.pem'), 'utf8');
  }

  /** Signs with the key of `newKey`; base64url of r‖s. */
  sign(suite: 'ES256' | 'SM2-SM3', message: Uint8Array): string {
    writeFileSync(this.path('message'), message);
    const to = ['-out', this.path('own.der'), this.path('message')];
    this.run('dgst', ...digestOf(suite), '-sign', this.path('own.pem'), ...to);
    return rawOf(readFileSync(this.path('own.der'))).toString('base64url');
  }

  verifies(
    suite: 'ES256' | 'SM2-SM3',
    publicKey: string,
    message: Uint8Array,
    sig: string,
    userId = sm2UserId,
  ): boolean {
    writeFileSync(this.path('public.pem'), publicKeyPem(publicKey));
    writeFileSync(this.path('message'), message);
    writeFileSync(this.path('sig.der'), derOf(Buffer.from(sig, 'base64url')));
    const from = ['-signature', this.path('sig.der'), this.path('message')];
    const args = ['dgst', ...digestOf(suite, userId), '-verify', this.path('public.pem'), ...from];
    return spawnSync('openssl', args, { encoding: 'utf8' }).stdout.includes('Verified OK');
  }
}

function digestOf(suite: 'ES256' | 'SM2-SM3', userId = sm2UserId): string[] {
  return suite === 'ES256' ? ['-sha256'] : ['-sm3', '-sigopt', `distid:${userId}`];
}

/** r‖s → the DER that OpenSSL's command line wants. */
export function derOf(raw: Buffer): Buffer {
  const int = (bytes: Buffer) => {
    let start = 0;
    while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
    const cut = bytes.subarray(start);
    const padded = (cut[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), cut]) : cut;
    return Buffer.concat([Buffer.from([2, padded.length]), padded]);
  };
  const body = Buffer.concat([int(raw.subarray(0, 32)), int(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** OpenSSL's own reading of the DER, digits padded: no parser of ours. */
function rawOf(der: Buffer): Buffer {
  const input = { input: der, encoding: 'utf8' } as const;
  const listing = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], input);
  const integers = [...listing.matchAll(/INTEGER\s+:([0-9A-F]+)/g)].map(([, hex]) =>
    (hex as string).padStart(64, '0'),
  );
  return Buffer.from(integers.join(''), 'hex');
}
