import { setTimeout as sleep } from 'node:timers/promises';

export const pin = '135790';

/** What a kiosk was asked to write down, so far. */
export interface SignIns {
  /** Confirmed by the kiosk, and so promised to be written down. */
  readonly confirmed: number;
  /** Reached the kiosk, or may have, and were not confirmed: each may have been written, or not. */
  readonly unanswered: number;
}

/** A class admin who signs in at the kiosk again and again, whether it answers or not. */
export class EagerAdmin {
  signIns: SignIns = { confirmed: 0, unanswered: 0 };
  readonly #url: string;

  constructor(kioskUrl: string) {
    this.#url = `${kioskUrl}/api/v1/admin/session`;
  }

  /** When it resolves, no sign-in is under way. */
  async signInUntil(enough: Promise<unknown>): Promise<void> {
    let on = true;
    const end = enough.finally(() => {
      on = false;
    });
    // Thrown below, once the sign-in that is under way has ended.
    end.catch(() => undefined);
    while (on) {
      const answer = await this.#signIn();
      if (answer === 'unheard') await Promise.race([end, sleep(20)]);
      else this.signIns = { ...this.signIns, [answer]: this.signIns[answer] + 1 };
    }
    await end;
  }

  async #signIn(): Promise<keyof SignIns | 'unheard'> {
    const headers = { 'content-type': 'application/json' };
    try {
      const answer = await fetch(this.#url, { method: 'POST', headers, body: JSON.stringify({ pin }) });
      return answer.status === 204 ? 'confirmed' : 'unanswered';
    } catch (error) {
      return codeOf(error) === 'ECONNREFUSED' ? 'unheard' : 'unanswered';
    }
  }
}

/** Undici wraps what the system said. */
function codeOf(error: unknown): string | undefined {
  return ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
}
