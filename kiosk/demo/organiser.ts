import { AppError } from '../../sync/base/errors.ts';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import type { ServerHandover } from './launcher-link.ts';

/** Files the demo class at the review server, over its public API, as an organiser's clerk would. */
export async function fileClass({ url, handover }: ServerHandover, filing: ClassFiling): Promise<string> {
  const login = await post(`${url}/api/v1/session`, handover.reviewer);
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const answer = await post(`${url}/api/v1/classes`, filing, cookie);
  return ((await answer.json()) as { class: string }).class;
}

async function post(url: string, body: object, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.ok) return answer;
  const { messageEn } = (await answer.json().catch(() => ({}))) as { messageEn?: string };
  throw new AppError('invalid_input', `The demo class could not be filed: ${messageEn ?? answer.status}`);
}
