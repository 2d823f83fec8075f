import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rawOfDer } from '../../../kiosk/keys/ecdsa-der.ts';
import { isAppError } from '../../../sync/base/errors.ts';
import { derOf } from '../../sync/evidence/openssl.ts';

const seed = Date.now() & 0x7fffffff;

test('r‖s comes back from its DER, with leading zeros and high bits', () => {
  console.log(`ecdsa-der.test seed ${seed}`);
  const part = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytes.fill(0, 0, 30)),
    fc.constant(new Uint8Array(32).fill(255)),
  );
  const cases = fc.property(part, part, (r, s) => {
    const raw = Buffer.concat([r, s]);
    expect(rawOfDer(derOf(raw))).toEqual(raw);
  });
  fc.assert(cases, { seed, numRuns: 1_000 });
});

test('what is not such DER is refused by code', () => {
  const der = derOf(Buffer.alloc(64, 0x41));
  const long = derOf(Buffer.concat([Buffer.alloc(32, 0x41), Buffer.alloc(33, 0x41)]));
  for (const bad of [Buffer.alloc(0), der.subarray(0, 40), Buffer.alloc(70), long, der.subarray(2)]) {
    let fault: unknown;
    try {
      rawOfDer(bad);
    } catch (thrown) {
      fault = thrown;
    }
    expect(isAppError(fault, 'device_protocol'), bad.toString('hex')).toBe(true);
  }
});
