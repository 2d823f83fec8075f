import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../sync/base/clock.ts';
import { AppError } from '../../sync/base/errors.ts';

const freeTries = 5;
const firstWaitMs = 30_000;
const sessionMs = 10 * 60_000;

/** Checks the class admin's PIN; after five wrong tries each further one has to wait, twice as long each time. */
export class PinGuard {
  readonly #pin: Buffer;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, number>();
  #wrong = 0;
  #waitUntil = 0;

  readonly #onWrong: () => void;

  /** `onWrong` is called for every PIN that was looked at and was wrong. */
  constructor(pin: string, clock: Clock, onWrong: () => void) {
    this.#pin = digest(pin);
    this.#clock = clock;
    this.#onWrong = onWrong;
  }

  /** A token for the session cookie; throws `unauthorised` or `too_many_tries`. */
  open(pin: string): string {
    const now = this.#clock.mono();
    if (now < this.#waitUntil) throw this.#mustWait(this.#waitUntil - now);
    if (!timingSafeEqual(digest(pin), this.#pin)) throw this.#refuse(now);
    this.#wrong = 0;
    const token = randomBytes(24).toString('base64url');
    this.#sessions.set(token, now + sessionMs);
    return token;
  }

  isOpen(token: string | undefined): boolean {
    const until = token === undefined ? undefined : this.#sessions.get(token);
    return until !== undefined && this.#clock.mono() < until;
  }

  close(token: string | undefined): void {
    if (token !== undefined) this.#sessions.delete(token);
  }

  #refuse(now: number): AppError {
    this.#wrong += 1;
    this.#onWrong();
    if (this.#wrong < freeTries) {
      return new AppError('unauthorised', 'Wrong PIN; try again.', { zh: '密码不正确，请重新输入。' });
    }
    const waitMs = firstWaitMs * 2 ** Math.min(this.#wrong - freeTries, 6);
    this.#waitUntil = now + waitMs;
    return this.#mustWait(waitMs);
  }

  #mustWait(ms: number): AppError {
    const seconds = Math.ceil(ms / 1_000);
    return new AppError('too_many_tries', `Too many wrong PINs; wait ${seconds} s and try again.`, {
      zh: `密码错误次数过多，请 ${seconds} 秒后再试。`,
    });
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
