import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppError } from '../../../sync/base/errors.ts';
import { readLivePush, writeLivePush } from '../../../sync/transport/control-push.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const push = fc.record({
  camera: fc.constantFrom('ready', 'starting', 'out-of-order', 'absent'),
  sentAt: fc.nat(),
  run: fc.string({ minLength: 1, maxLength: 40 }),
  init: bytes,
  fragments: fc.array(fc.record({ startAt: fc.nat(), endAt: fc.nat(), independent: fc.boolean(), bytes }), {
    maxLength: 5,
  }),
});

test('what is written is read', () => {
  fc.assert(
    fc.property(push, (one) => {
      expect(readLivePush(writeLivePush(one))).toEqual(one);
    }),
  );
});

test('a body with a byte too few or too many, or of any bytes, is refused as such', () => {
  const broken = fc.oneof(
    push.map((one) => writeLivePush(one).subarray(0, -1)),
    push.map((one) => Buffer.concat([writeLivePush(one), Buffer.from([1])])),
    bytes,
    bytes.map((tail) => Buffer.concat([Buffer.from('{"camera":"ready"}\n'), tail])),
  );
  fc.assert(
    fc.property(broken, (body) => {
      expect(() => readLivePush(body)).toThrow(
        expect.objectContaining({ code: 'invalid_input' }) as AppError,
      );
    }),
  );
});

test('no run, no video', () => {
  const said = { camera: 'ready', sentAt: 1, run: null, init: Buffer.alloc(0) } as const;
  expect(readLivePush(writeLivePush({ ...said, fragments: [] }))).toMatchObject({ run: null, fragments: [] });
  const fragments = [{ startAt: 1, endAt: 2, independent: true, bytes: Buffer.from('x') }];
  expect(() => readLivePush(writeLivePush({ ...said, fragments }))).toThrow();
});
