import type { JournalBody } from '../../../sync/contract/accounts.ts';
import type { WebhookMessage, WebhookType } from '../../../sync/contract/webhooks.ts';
import { cursorBefore } from '../cursor.ts';

const typeOf: Readonly<Record<string, WebhookType>> = {
  'credit-approved': 'credit.approved',
  'credit-approval-withdrawn': 'credit.withdrawn',
  'claim-money-decided': 'claim.decided',
};

/** Journal entries that receivers are told of. */
export const toldActions: readonly string[] = Object.keys(typeOf);

/** What a receiver is told of an entry; undefined when it is none of theirs. */
export function messageOfEntry(entry: JournalBody): WebhookMessage | undefined {
  const type = typeOf[entry.action];
  if (!type || entry.class === null) return undefined;
  const { version, claim } = entry.data;
  return {
    type,
    timestamp: new Date(entry.at).toISOString(),
    data: {
      class: entry.class,
      ...(typeof version === 'number' && { version }),
      ...(typeof claim === 'string' && { claim }),
      cursor: cursorBefore(Number(entry.seq)),
    },
  };
}
