import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { ApiError } from '../../../server/ui/api.ts';
import { useLoad } from '../../../server/ui/load.ts';

const away = new ApiError(0, { code: 'server_unreachable', message: '连接不到', messageEn: 'unreachable' });

describe('data of the server in a page', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', { hidden: false });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is asked for again after each answer, and no more once the page is left', async () => {
    const scope = effectScope();
    const ask = vi.fn(async () => ask.mock.calls.length);
    const loaded = scope.run(() => useLoad(ask, { everyMs: () => 5000 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(loaded?.data.value).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(loaded?.data.value).toBe(2);
    scope.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('keeps what was there when the server goes away, and says why', async () => {
    const answers = [() => 'first', () => raise(away), () => 'third'];
    const loaded = effectScope().run(() =>
      useLoad(async () => answers.shift()?.() ?? '', { everyMs: () => (answers.length > 0 ? 1000 : null) }),
    );
    await vi.advanceTimersByTimeAsync(1000);
    expect([loaded?.data.value, loaded?.fault.value?.code]).toEqual(['first', 'server_unreachable']);
    await vi.advanceTimersByTimeAsync(1000);
    expect([loaded?.data.value, loaded?.fault.value]).toEqual(['third', null]);
  });

  it('takes no answer to an older question', async () => {
    const release: ((value: string) => void)[] = [];
    const loaded = effectScope().run(() =>
      useLoad(() => new Promise<string>((resolve) => release.push(resolve))),
    );
    void loaded?.reload();
    release[1]?.('newer');
    await vi.advanceTimersByTimeAsync(0);
    release[0]?.('older');
    await vi.advanceTimersByTimeAsync(0);
    expect(loaded?.data.value).toBe('newer');
  });

  it('is left alone while nobody looks at the page', async () => {
    const ask = vi.fn(async () => 1);
    const scope = effectScope();
    scope.run(() => useLoad(ask, { everyMs: () => 1000 }));
    await vi.advanceTimersByTimeAsync(0);
    vi.stubGlobal('document', { hidden: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(1);
    vi.stubGlobal('document', { hidden: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(2);
    scope.stop();
  });
});

function raise(error: Error): never {
  throw error;
}
