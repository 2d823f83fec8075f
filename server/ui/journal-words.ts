import type { JournalBody } from '../../sync/contract/accounts.ts';
import type { Text } from './text/zh-CN.ts';
import type { Said } from './text/zh-CN-journal.ts';

export type JournalEntry = JournalBody;

/** What was done, in a sentence; an action that this page does not know is shown by its name. */
export function sentenceOf({ action, data }: Pick<JournalEntry, 'action' | 'data'>, text: Text): string {
  const sentences: Readonly<Record<string, ((said: Said) => string) | undefined>> = text.journal.did;
  const sentence = Object.hasOwn(sentences, action) ? sentences[action] : undefined;
  const said = sentence?.(data).trim() ?? text.journal.unknown(action);
  // A code, not a person's words.
  if (action === 'login-failed' || typeof data.reason !== 'string' || data.reason === '') return said;
  return said + text.journal.because(data.reason);
}

export function doerOf(by: JournalEntry['by'], text: Text): string {
  if (by.kind === 'account') return `${by.user}（${text.accountRole[by.role]}）`;
  if (by.kind === 'puller') return text.journal.puller(by.label);
  const parts: Readonly<Record<string, string>> = text.journal.parts;
  return `${text.journal.system} · ${parts[by.part] ?? by.part}`;
}
