import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../sync/base/errors.ts';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import type { CreditGrid } from '../../sync/contract/credit-review.ts';
import type { ServerHandover } from './launcher-link.ts';

/** What people at the bureau do for the demo class, over the review server's own API, signed in as its reviewer. */
export class DemoBureau {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async signIn({ url, handover }: ServerHandover): Promise<DemoBureau> {
    const login = await new DemoBureau(url, '').#ask('POST', '/session', handover.reviewer);
    const cookies = login.headers.getSetCookie().map((line) => line.split(';')[0]);
    return new DemoBureau(url, cookies.join('; '));
  }

  /** Gives the new class's id. */
  async fileClass(filing: ClassFiling): Promise<string> {
    return ((await (await this.#ask('POST', '/classes', filing)).json()) as { class: string }).class;
  }

  /** Accepts the enrolments once they are verified, all but one trainee’s: somebody who tries the demo finds one to look at. */
  async acceptEnrolments(classId: string): Promise<void> {
    const credit = `/classes/${classId}/credit`;
    const look = async () => (await (await this.#ask('GET', credit)).json()) as CreditGrid;
    let seen = await look();
    for (; seen.waiting > 0; seen = await look()) await pause(200);
    const pending = seen.enrolments.filter(({ state }) => state === 'pending');
    const left = pending.findLast(({ role }) => role === 'trainee');
    const persons = pending.filter((one) => one !== left).map(({ person }) => person);
    const order = { persons, verdict: 'accept' };
    await this.#ask('POST', `${credit}/enrolments`, order);
  }

  async #ask(method: string, path: string, body?: object): Promise<Response> {
    const headers = { 'content-type': 'application/json', cookie: this.#cookie };
    const sent = body && { body: JSON.stringify(body) };
    const answer = await fetch(`${this.#url}/api/v1${path}`, { method, headers, ...sent });
    if (answer.ok) return answer;
    const { messageEn } = (await answer.json().catch(() => ({}))) as { messageEn?: string };
    throw new AppError('invalid_input', `The demo could not be prepared: ${messageEn ?? answer.status}`);
  }
}
