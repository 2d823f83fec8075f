import { AppError } from '../../sync/base/errors.ts';

const partBytes = 32;

/** The DER of an ECDSA signature on P-256 (RFC 3279, 2.2.3) as the 64 bytes r‖s; throws `device_protocol`. */
export function rawOfDer(der: Buffer): Buffer {
  const body = field(der, 0x30);
  const r = field(body, 0x02);
  const s = field(body.subarray(2 + r.length), 0x02);
  return Buffer.concat([fixed(r), fixed(s)]);
}

/** The content of the first tag-length-value; all lengths here are below 128. */
function field(bytes: Buffer, tag: number): Buffer {
  const length = bytes[1];
  if (bytes[0] !== tag || length === undefined || length > 127 || bytes.length < 2 + length) throw notDer();
  return bytes.subarray(2, 2 + length);
}

/** An INTEGER has as few bytes as it needs, and one more when it would look negative. */
function fixed(integer: Buffer): Buffer {
  const digits = integer[0] === 0 ? integer.subarray(1) : integer;
  if (digits.length > partBytes) throw notDer();
  return Buffer.concat([Buffer.alloc(partBytes - digits.length), digits]);
}

function notDer(): AppError {
  return new AppError(
    'device_protocol',
    'The TPM gave a signature that is not ECDSA on P-256: try again, and replace it if it goes on.',
    {
      zh: '安全芯片（TPM）返回的签名格式不正确，请重试；若仍出现请更换设备。',
    },
  );
}
