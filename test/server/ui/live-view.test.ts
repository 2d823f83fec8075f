import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useLiveView } from '../../../server/ui/live-view.ts';

/** What the page asked, and what the server knows; `answer` is given to whoever asks how the view does. */
let asked: string[];
let answer: { state: string; kioskAt: number | null } | 404;
let opened: number;
let page: EventTarget & { hidden: boolean };

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  asked = [];
  opened = 0;
  answer = { state: 'waiting', kioskAt: null };
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const method = init?.method ?? 'GET';
    asked.push(`${method} ${path.replace('/api/v1/classes/', '')}`);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (method === 'POST') {
      opened += 1;
      return Response.json({ view: `view_${opened}` }, { status: 201 });
    }
    if (answer !== 404) return Response.json(answer);
    return Response.json({ code: 'not_found', message: '已结束', messageEn: 'over' }, { status: 404 });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function look() {
  const scope = effectScope();
  const view = scope.run(() => useLiveView());
  if (!view) throw new Error('no scope');
  return { ...view, leave: () => scope.stop() };
}
const hide = (hidden: boolean) => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};

describe('a look into a room', () => {
  it('asks for nothing before it is started', async () => {
    const view = look();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([asked, view.state.value]).toEqual([[], 'off']);
    view.leave();
  });

  it('has the address of the pictures when there are some, and is closed with the page', async () => {
    const view = look();
    view.start('cls_1', 'room');
    await vi.advanceTimersByTimeAsync(0);
    expect([view.state.value, view.url.value]).toEqual(['waiting', null]);
    answer = { state: 'live', kioskAt: 1_000_000 };
    await vi.advanceTimersByTimeAsync(1_000);
    expect(view.url.value).toBe('/api/v1/classes/cls_1/live-views/view_1/live.m3u8');
    view.leave();
    expect(asked.at(-1)).toBe('DELETE cls_1/live-views/view_1');
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(before);
  });

  it('tells how old a picture is by the kiosk’s clock, however wrong that is', async () => {
    answer = { state: 'live', kioskAt: 1_000_000 - 120_000 };
    const view = look();
    view.start('cls_1', 'room');
    await vi.advanceTimersByTimeAsync(0);
    expect(view.behindMs(1_000_000 - 121_500)).toBe(1_500);
    expect(view.behindMs(null)).toBeNull();
    view.leave();
  });

  it('opens another view when the server has forgotten this one', async () => {
    const view = look();
    view.start('cls_1', 'room');
    await vi.advanceTimersByTimeAsync(0);
    answer = 404;
    await vi.advanceTimersByTimeAsync(700);
    answer = { state: 'live', kioskAt: null };
    await vi.advanceTimersByTimeAsync(700);
    expect([opened, view.url.value]).toEqual([2, '/api/v1/classes/cls_1/live-views/view_2/live.m3u8']);
    view.leave();
  });

  it('stops while nobody looks at the page, and goes on afterwards', async () => {
    const view = look();
    view.start('cls_1', 'room');
    await vi.advanceTimersByTimeAsync(0);
    hide(true);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(view.state.value).toBe('waiting');
    await vi.advanceTimersByTimeAsync(2_000);
    expect([view.state.value, asked.at(-1)]).toEqual(['off', 'DELETE cls_1/live-views/view_1']);
    hide(false);
    await vi.advanceTimersByTimeAsync(0);
    expect([view.state.value, opened]).toEqual(['waiting', 2]);
    view.leave();
  });

  it('closes a view that was opened after all when it was stopped meanwhile', async () => {
    const view = look();
    view.start('cls_1', 'room');
    view.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['POST cls_1/live-views', 'DELETE cls_1/live-views/view_1']);
    view.leave();
  });
});
