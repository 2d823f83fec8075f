import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../../sync/base/errors.ts';
import { createLog } from '../../../sync/base/log.ts';
import type { LiveOrder } from '../../../sync/contract/live.ts';
import { ControlChannel } from '../../../sync/transport/control-channel.ts';
import { until } from '../../helpers/test-kiosk.ts';

const order: LiveOrder = { feed: 'feed_1', camera: 'room' };
const line = (...live: LiveOrder[]) => `${JSON.stringify({ live })}\n`;
let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** A server whose answers a test writes by hand, and a channel to it. */
function channel(options: { silenceMs?: number; mayOpen?: () => boolean } = {}) {
  const answers: ReadableStreamDefaultController<Uint8Array>[] = [];
  const heard: (readonly LiveOrder[])[] = [];
  let down = false;
  const made = new ControlChannel({
    link: {
      async openControl(_device, signal) {
        if (down) throw new AppError('server_unreachable', 'down', { retryable: true });
        return new ReadableStream({
          start(answer) {
            answers.push(answer);
            signal.addEventListener('abort', () => answer.error(new Error('aborted')));
          },
        });
      },
    },
    device: 'dev_1',
    logger: createLog('kiosk', 'silent'),
    mayOpen: options.mayOpen ?? (() => true),
    onOrders: (orders) => heard.push(orders),
    retryMs: 5,
    ...(options.silenceMs !== undefined && { silenceMs: options.silenceMs }),
  });
  made.start();
  close = () => made.close();
  return {
    answers,
    heard,
    say: (text: string) => answers.at(-1)?.enqueue(new TextEncoder().encode(text)),
    setDown: (is: boolean) => {
      down = is;
    },
  };
}

test('each line is all that is wanted, however it is cut on its way', async () => {
  const { answers, heard, say } = channel();
  await until('the opening', () => answers.length === 1);
  const text = line(order) + line();
  say(text.slice(0, 20));
  say(text.slice(20));
  await until('two lines', () => heard.length === 2);
  expect(heard).toEqual([[order], []]);
});

test('a channel that ends takes its orders with it, and is opened again', async () => {
  const { answers, heard, say } = channel();
  await until('the opening', () => answers.length === 1);
  say(line(order));
  await until('the order', () => heard.length === 1);
  answers[0]?.close();
  await until('the next opening', () => answers.length === 2);
  expect(heard).toEqual([[order], []]);
});

test('a server that is down is asked until it is there', async () => {
  const { answers, heard, setDown } = channel();
  setDown(true);
  await until('the opening', () => answers.length === 1);
  answers[0]?.close();
  await until('several tries', () => heard.length >= 4);
  expect(answers).toHaveLength(1);
  setDown(false);
  await until('the server', () => answers.length === 2);
});

test('a silent channel is broken, whatever TCP says; one that speaks is not', async () => {
  const { answers, say } = channel({ silenceMs: 800 });
  await until('the opening', () => answers.length === 1);
  const talking = setInterval(() => say(line()), 50);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(answers).toHaveLength(1);
  clearInterval(talking);
  await until('the next opening', () => answers.length === 2);
});

test('a line of a later server is passed over', async () => {
  const { answers, heard, say } = channel();
  await until('the opening', () => answers.length === 1);
  say(`{"live":[],"dance":true}\nnot json\n${line(order)}`);
  await until('the line that can be read', () => heard.length === 1);
  expect(heard).toEqual([[order]]);
});

test('nothing is opened before the server knows the kiosk', async () => {
  let known = false;
  const { answers } = channel({ mayOpen: () => known });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answers).toEqual([]);
  known = true;
  await until('the opening', () => answers.length === 1);
});
