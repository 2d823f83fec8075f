import { afterEach, expect, test, vi } from 'vitest';
import { call, errorSentence } from '../../../../kiosk/ui/state/api.ts';

afterEach(() => vi.unstubAllGlobals());

function answerWith(make: () => Response) {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => make());
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

test('sends a body as JSON, and no content type without one', async () => {
  const fetched = answerWith(() => new Response(null, { status: 204 }));
  expect(await call('POST', 'admin/session', { pin: '1234' })).toEqual({ kind: 'ok', value: undefined });
  expect(fetched.mock.calls[0]).toEqual([
    '/api/v1/admin/session',
    { method: 'POST', body: '{"pin":"1234"}', headers: { 'content-type': 'application/json' } },
  ]);
  await call('DELETE', 'admin/session');
  expect(fetched.mock.calls[1]).toEqual(['/api/v1/admin/session', { method: 'DELETE' }]);
});

test('a refusal carries the kiosk’s own sentence in both languages', async () => {
  const error = { code: 'unauthorised', message: '密码不正确', messageEn: 'Wrong PIN' };
  answerWith(() => Response.json(error, { status: 401 }));
  expect(await call('POST', 'admin/session', { pin: '1234' })).toEqual({ kind: 'error', status: 401, error });
  expect([errorSentence(error, 'zh'), errorSentence(error, 'en')]).toEqual(['密码不正确', 'Wrong PIN']);
});

test.each([
  ['no connection', () => Promise.reject(new TypeError('failed to fetch')), 0],
  ['a page of another program', () => Promise.resolve(new Response('<html>', { status: 502 })), 0],
  ['an error without a sentence', () => Promise.resolve(Response.json({}, { status: 500 })), 500],
])('%s is told as no answer', async (_, fetched, status) => {
  vi.stubGlobal('fetch', fetched);
  expect(await call('GET', 'state')).toMatchObject({ kind: 'error', status, error: { code: 'no-answer' } });
});
