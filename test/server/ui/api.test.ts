import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, api, faultOf, onSignedOut } from '../../../server/ui/api.ts';
import { fileNameOf } from '../../../server/ui/download.ts';

function answerWith(status: number, body: string): ReturnType<typeof vi.fn<typeof fetch>> {
  const fake = vi.fn<typeof fetch>(async () => new Response(body, { status }));
  vi.stubGlobal('fetch', fake);
  return fake;
}

const refusal = { code: 'invalid_input', message: '第2节有误', messageEn: 'period 2', field: 'periods[1]' };
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('talking to the server', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    onSignedOut(() => {});
  });

  it('sends what it should where it should', async () => {
    const fake = answerWith(200, '{}');
    await api.signIn({ user: '审核员', password: 'secret' });
    await api.replay('cls_1', 'ses_1', 'door');
    await api.findings('');
    await api.findings('cls_1');
    expect(fake.mock.calls.map(([path, init]) => [init?.method ?? 'GET', path])).toEqual([
      ['POST', '/api/v1/session'],
      ['GET', '/api/v1/classes/cls_1/sessions/ses_1/replay?camera=door'],
      ['GET', '/api/v1/findings'],
      ['GET', '/api/v1/findings?class=cls_1'],
    ]);
    expect(fake.mock.calls[0]?.[1]?.body).toBe('{"user":"审核员","password":"secret"}');
  });

  it('sends no JSON header with an empty body, which Fastify would refuse', async () => {
    const fake = answerWith(200, '{}');
    await api.verifyNow();
    expect(fake.mock.calls[0]?.[1]?.headers).toBeUndefined();
  });

  it('hands on the refusal of the server with its field', async () => {
    answerWith(400, JSON.stringify(refusal));
    const error = await caught(api.fileClass({}));
    expect(error).toBeInstanceOf(ApiError);
    expect(faultOf(error)).toEqual(refusal);
  });

  it('says in both languages that the server is out of reach', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    const fault = faultOf(await caught(api.wall()));
    expect(fault.code).toBe('server_unreachable');
    expect(fault.message).toContain('服务器');
    expect(fault.messageEn).toContain('server');
  });

  it('takes a gateway page for a server out of reach, and nonsense for what it is', async () => {
    answerWith(502, '<html>bad gateway</html>');
    expect(faultOf(await caught(api.wall())).code).toBe('server_unreachable');
    answerWith(200, '<html>');
    expect(faultOf(await caught(api.wall())).code).toBe('internal');
  });

  it('notices that the session is over, but not when it was only asked for one', async () => {
    const over = vi.fn();
    onSignedOut(over);
    answerWith(401, JSON.stringify({ ...refusal, code: 'unauthorised' }));
    await caught(api.session());
    expect(over).not.toHaveBeenCalled();
    await caught(api.wall());
    expect(over).toHaveBeenCalledOnce();
  });
});

describe('the name of a download', () => {
  it('is the one that the server gives', () => {
    expect(fileNameOf('attachment; filename="cls_1.jsonl"')).toBe('cls_1.jsonl');
    const both = 'attachment; filename="plain.xlsx"; filename*=UTF-8\'\'%E6%A8%A1%E6%9D%BF.xlsx';
    expect(fileNameOf(both)).toBe('模板.xlsx');
    expect(fileNameOf('attachment')).toBeNull();
    expect(fileNameOf(null)).toBeNull();
  });
});
