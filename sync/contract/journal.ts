import { type Static, Type } from 'typebox';
import { Counter, closed, Digest, Id, nullable } from './primitives.ts';
import { signedStatements } from './statements.ts';

const Seq = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }));

/**
 * GET /api/v1/journal. With `after` in order, for programs; without it newest first, before `before` where given, for
 * people.
 */
export const JournalQuery = Type.Object(
  {
    after: Seq,
    before: Seq,
    class: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  closed,
);
export type JournalQuery = Static<typeof JournalQuery>;

export const JournalPage = Type.Object(
  {
    entries: Type.Array(signedStatements['journal-entry']),
    /** The newest entry of all: the chain ends here. */
    head: nullable(Type.Object({ seq: Counter, digest: Digest }, closed)),
  },
  closed,
);
export type JournalPage = Static<typeof JournalPage>;
