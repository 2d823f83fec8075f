import type { Statement } from '../../../../sync/contract/statements.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { server } from '../sample-evidence.ts';
import type { Item } from './shown.ts';

interface Page {
  readonly items: readonly Item[];
  readonly nextCursor: string;
  readonly withdrawn: readonly object[];
}
/** Of a page of one item; `beside`: what must be read before it. */
export type WrongItem = readonly [kind: string, item: object, says: string, beside?: readonly string[]];
export type WrongPage = readonly [kind: string, page: object, says: string];

/** The right page, or one item of it, with one thing wrong. */
export function wrongPages(right: Page): readonly WrongPage[] {
  const [item, , other] = right.items as [Item, Item, Item];
  const changed = (change: object) => ({ ...right, items: [{ ...item, ...change }] });
  const proven = (change: object) => changed({ proof: { ...item.proof, ...change } });
  const { proof, record, decision, time } = item;
  // Of the same place and moment: only its id tells it from the one that the record names.
  const named = proof.timeReceipt as Statement<'time-receipt'>;
  const another = { ...named.body, nonce: 'nonce-of-another-contact' };
  const anotherReceipt = sealStatement('time-receipt', another, server);
  const edited = { ...record, body: { ...record.body, class: 'cls_other' } };
  return [
    [
      'item-with-another-decision',
      changed({ decision: { ...decision, minutes: 40 } }),
      'not the one in the record',
    ],
    ['item-of-another-person', changed({ person: 'per_2' }), 'not the one in the record'],
    ['item-with-another-log-proof', proven({ log: other.proof.log }), 'the log proof'],
    ['item-with-another-acceptance', proven({ acceptance: other.proof.acceptance }), 'of another record'],
    ['item-with-another-receipt', proven({ timeReceipt: anotherReceipt }), 'not the one that its record'],
    [
      'item-with-another-time',
      changed({ time: { ...time, earliestAt: time.latestAt } }),
      'not the proven one',
    ],
    [
      'item-of-another-device',
      proven({ certificate: other.proof.certificate }),
      'in the log of another device',
    ],
    ['item-without-boot-key', proven({ bootKey: null }), 'not signed with the key that counts'],
    [
      'item-with-an-edited-record',
      changed({ class: 'cls_other', record: edited }),
      'changed after it was signed',
    ],
    ['item-doubled', { ...right, items: [item, item] }, 'twice'],
    ['page-with-a-field-more', { ...right, items: [], total: 3 }, 'is not a page of the pull API'],
  ];
}
