import type { CreditReason } from '../../sync/contract/credit.ts';
import { groupBy } from '../group-by.ts';
import type { Stretch } from '../review/coverage.ts';
import { presenceFlags } from '../review/presence-flags.ts';
import { ours } from './defaults.ts';
import type { CheckInFact, LookFact } from './facts.ts';
import type { IndexedFacts } from './index-facts.ts';
import { byTime, inOrder, reason } from './reasons.ts';

/** Says of each period whether what was seen of the room contradicts its check-ins. */
export function presenceJudge(facts: IndexedFacts) {
  const looks = groupBy([...facts.looks].sort(byTime), ({ session }) => session);
  const flags = new Map(
    [...looks].map(([session, own]) => [session, flagsOf(own, facts.ofSession.get(session) ?? [])]),
  );
  return ({ session, startAt, endAt }: Stretch & { readonly session: string }): readonly CreditReason[] => {
    const own = (looks.get(session) ?? []).filter(({ at }) => at >= startAt && at < endAt);
    const found = (flags.get(session) ?? []).filter((flag) => flag.startAt < endAt && flag.endAt >= startAt);
    if (found.length === 0) return own.length === 0 ? [] : [agrees(own)];
    return (['empty-room', 'few-heads'] as const).flatMap((code) => {
      const ofCode = found.filter((flag) => flag.code === code);
      const [first] = ofCode;
      if (!first) return [];
      const seen = own.filter(({ at }) => ofCode.some((flag) => at >= flag.startAt && at <= flag.endAt));
      const about = { heads: first.heads, checkedIn: first.checkedIn };
      return [reason('holds', code, { source: ours.presence, records: refs(seen), about })];
    });
  };
}

function agrees(looks: readonly LookFact[]): CreditReason {
  const about = { looks: looks.length };
  return reason('for', 'presence-agrees', { source: ours.presence, records: refs(looks), about });
}

const refs = (looks: readonly LookFact[]) => inOrder(looks.map(({ record }) => record));

/** `looks` and `events` in order of time. */
function flagsOf(looks: readonly LookFact[], events: readonly CheckInFact[]) {
  const inside = new Set<string>();
  let next = 0;
  return presenceFlags(
    looks.map(({ at, heads }) => {
      for (; next < events.length; next += 1) {
        const event = events[next] as CheckInFact;
        if (event.at > at) break;
        if (event.direction === 'in') inside.add(event.person);
        else inside.delete(event.person);
      }
      return { dueAt: at, at, heads, recognised: 0, checkedIn: inside.size };
    }),
  );
}
