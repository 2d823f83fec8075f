import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EffectScope, effectScope, nextTick, ref } from 'vue';
import { useAdminSession } from '../../../../kiosk/ui/admin/use-admin-session.ts';

describe('useAdminSession', () => {
  const nowMs = ref(0);
  let requests: string[];
  let answer: () => Response;
  let scope: EffectScope;
  let session: ReturnType<typeof useAdminSession>;

  beforeEach(() => {
    nowMs.value = 0;
    requests = [];
    answer = () => new Response(null, { status: 204 });
    vi.stubGlobal('fetch', async (url: string, { method }: RequestInit) => {
      requests.push(`${method} ${url}`);
      return answer();
    });
    scope = effectScope();
    session = scope.run(() => useAdminSession(nowMs)) as typeof session;
  });
  afterEach(() => {
    scope.stop();
    vi.unstubAllGlobals();
  });

  const pass = async (ms: number) => {
    nowMs.value += ms;
    await nextTick();
  };
  const open = async () => {
    session.enter();
    await session.openWith('1234');
    requests = [];
  };

  test('a page loaded anew ends the session that an earlier one may have left', () => {
    expect(requests).toEqual(['DELETE /api/v1/admin/session']);
  });

  test('opens by PIN only', async () => {
    answer = () =>
      Response.json({ code: 'unauthorised', message: '不对', messageEn: 'wrong' }, { status: 401 });
    session.enter();
    expect(await session.openWith('0000')).toMatchObject({ kind: 'error', status: 401 });
    expect(session.stage.value).toBe('pin');
    answer = () => new Response(null, { status: 204 });
    await session.openWith('1234');
    expect(session.stage.value).toBe('open');
  });

  test('ends by itself after a minute without a touch, warned of beforehand', async () => {
    await open();
    await pass(44_000);
    expect(session.secondsLeft.value).toBeNull();
    await pass(2_000);
    expect(session.secondsLeft.value).toBe(14);
    session.touch();
    await pass(59_999);
    expect(session.stage.value).toBe('open');
    await pass(1);
    expect(session.stage.value).toBe('closed');
    expect(requests).toEqual(['DELETE /api/v1/admin/session']);
  });

  test('waits while somebody is being captured, and a whole minute after', async () => {
    await open();
    session.busy.value = true;
    await pass(120_000);
    session.busy.value = false;
    await pass(59_999);
    expect(session.stage.value).toBe('open');
    await pass(1);
    expect(session.stage.value).toBe('closed');
  });

  test('asks for the PIN again when the kiosk has ended the session', async () => {
    await open();
    answer = () =>
      Response.json({ code: 'unauthorised', message: '请先输入', messageEn: 'PIN' }, { status: 401 });
    await session.adminCall('GET', 'enrolments');
    expect(session.stage.value).toBe('pin');
  });
});
