import { expect, test, vi } from 'vitest';
import { useAct } from '../../../server/ui/act.ts';
import { ApiError } from '../../../server/ui/api.ts';

const refused = { code: 'conflict', message: '已被改动', messageEn: 'changed meanwhile' };
const refuse = () => Promise.reject(new ApiError(409, refused));

test('a button is busy until its work is over', async () => {
  const { busy, fault, act } = useAct();
  let finish = () => {};
  const acting = act(() => new Promise<void>((resolve) => (finish = resolve)));
  expect(busy.value).toBe(true);
  finish();
  await acting;
  expect([busy.value, fault.value]).toEqual([false, null]);
});

test('what the server refused is kept, and told, until the next try', async () => {
  const tell = vi.fn();
  const { busy, fault, act } = useAct(tell);
  await act(refuse);
  expect([busy.value, fault.value, tell.mock.calls]).toEqual([false, refused, [[refused]]]);
  const trying = act(async () => {});
  expect(fault.value).toBeNull();
  await trying;
  expect(tell).toHaveBeenCalledTimes(1);
});

test('work that throws before it waits is refused alike', async () => {
  const { fault, act } = useAct();
  await act(() => {
    throw new Error('not of the server');
  });
  expect(fault.value?.code).toBe('internal');
});
