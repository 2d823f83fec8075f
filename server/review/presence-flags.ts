import type { PresenceFlag, PresenceFlagCode, SessionPresence } from '../../sync/contract/room-review.ts';

export type Look = SessionPresence['looks'][number];

// The product's own defaults, since no policy text says when a room is empty. They flag; a person decides.

/** One person alone may stand beside the camera's picture: from two on, somebody must be in it. */
const fewestCheckedIn = 2;
/**
 * The detector counts faces within a tenth on nine pictures of ten, and who bends over a book shows none. Half is
 * beyond both.
 */
const fewHeadsShare = 0.5;
/** In a small group half is one person at the door. */
const fewHeadsMissing = 3;

/** Pure: looks into the room that contradict the check-ins, those in a row as one. `looks` in order of time. */
export function presenceFlags(looks: readonly Look[]): readonly PresenceFlag[] {
  const flags: PresenceFlag[] = [];
  let before: PresenceFlagCode | undefined;
  for (const look of looks) {
    const code = flagOf(look);
    const last = flags.at(-1);
    if (code && last && before === code) flags[flags.length - 1] = joined(last, look);
    else if (code) flags.push(alone(code, look));
    before = code;
  }
  return flags;
}

function flagOf({ heads, checkedIn }: Look): PresenceFlagCode | undefined {
  if (checkedIn < fewestCheckedIn) return undefined;
  if (heads === 0) return 'empty-room';
  const isFew = heads < checkedIn * fewHeadsShare && checkedIn - heads >= fewHeadsMissing;
  return isFew ? 'few-heads' : undefined;
}

function alone(code: PresenceFlagCode, { at, heads, checkedIn }: Look): PresenceFlag {
  return { code, startAt: at, endAt: at, looks: 1, heads, checkedIn };
}

function joined(flag: PresenceFlag, { at, heads, checkedIn }: Look): PresenceFlag {
  return {
    ...flag,
    endAt: at,
    looks: flag.looks + 1,
    heads: Math.max(flag.heads, heads),
    checkedIn: Math.min(flag.checkedIn, checkedIn),
  };
}
