import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { ClockReading, Statement, StatementBody } from '../contract/statements.ts';
import { type SlowSigner, sealSlowly } from '../evidence/statement.ts';

/** The device's word that its log goes up to `seq`, with what its clocks show and a nonce for the answer. */
export function signHead(
  place: Pick<StatementBody<'head'>, 'device' | 'seq' | 'digest' | 'anchor'>,
  clock: Clock,
  signer: SlowSigner,
): Promise<Statement<'head'>> {
  const nonce = randomBytes(18).toString('base64url');
  return sealSlowly('head', { v: 1, ...place, nonce, clock: readingOf(clock) }, signer);
}

export function readingOf(clock: Clock): ClockReading {
  return { boot: clock.boot, mono: clock.mono(), uptime: clock.uptime(), wall: clock.now() };
}
