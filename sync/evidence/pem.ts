type Label = 'PRIVATE KEY' | 'PUBLIC KEY';

/** PEM (RFC 7468) of DER bytes, in lines of 64. */
export function pemOfDer(der: Buffer, label: Label): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The bytes of the first PEM block with this label, undefined when there is none. */
export function derOfPem(pem: string, label: Label): Buffer | undefined {
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem);
  return block?.[1] === undefined ? undefined : Buffer.from(block[1], 'base64');
}
