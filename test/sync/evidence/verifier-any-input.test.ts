import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { evidence, itemOf, server, verifyItems } from './sample-evidence.ts';

const sample = await evidence();
const { writer } = sample;

describe('nothing makes it throw', () => {
  const kinds = ['header', 'unreadable', 'certificate', 'record', 'acceptance', 'segment-receipt'];
  const later = ['boot-key', 'time-receipt', 'revocation', 'checkpoint', 'entry'];

  test('in a line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds, ...later), anything(), (kind, value) => {
        const verifier = new Verifier([server.publicKey]);
        verifier.addLine({ kind, value } as never, 2);
        expect(verifier.wrong).toHaveLength(kind === 'header' ? 0 : 1);
      }),
    );
  });

  test('in an item, even one that is whole but for one field', () => {
    const fields = fc.constantFrom('id', 'person', 'decision', 'record', 'proof');
    fc.assert(
      fc.property(fields, anything(), (field, value) => {
        expect(verifyItems([value]).wrong).toHaveLength(1);
        expect(verifyItems([{ ...itemOf(sample), [field]: value }]).wrong).toHaveLength(1);
      }),
    );
  });

  test('in a record of the device itself', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('data', 'boot', 'anchor', 'class', 'seq', 'v' as const),
        anything(),
        (field, value) => {
          const whole = writer.records[1] as SignedRecord;
          fc.pre(value !== whole.body[field]);
          const record = within(whole, { [field]: value });
          const verifier = new Verifier([writer.identity.publicKey]);
          verifier.addLine({ kind: 'certificate', value: sample.certificate }, 2);
          verifier.addLine({ kind: 'record', value: record }, 3);
          expect(verifier.wrong).toHaveLength(1);
        },
      ),
    );
  });
});

/** JSON values, some of them nested too deeply or holding lone surrogates. */
function anything() {
  const odd = fc.constantFrom<unknown>(nested(40), '\ud800', { toString: 1 }, Number.NaN, null);
  return fc.oneof(fc.jsonValue(), odd);
}

function nested(depth: number): Record<string, unknown> {
  return depth === 0 ? {} : { deep: nested(depth - 1) };
}

function within(record: SignedRecord, change: object): SignedRecord {
  return { ...record, body: { ...record.body, ...change } };
}
