import { get } from 'node:http';
import sharp from 'sharp';
import type { CheckInNotice, KioskView } from '../../sync/contract/kiosk-view.ts';

type Listener = (notice: CheckInNotice, at: number) => void;

/** The kiosk page's event stream: each new notice once, with the moment it came (performance.now()). */
export function watchNotices(kiosk: string) {
  const listeners = new Set<Listener>();
  let lastId: string | undefined;
  let buffer = '';
  const request = get(`${kiosk}/api/v1/events`, (response) => {
    response.setEncoding('utf8').on('data', (text: string) => {
      const at = performance.now();
      buffer += text;
      for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(buffer.slice(0, end))?.[1] ?? '{}';
        buffer = buffer.slice(end + 2);
        const { notice } = JSON.parse(data) as Partial<KioskView>;
        if (!notice || notice.id === lastId) continue;
        lastId = notice.id;
        for (const listener of listeners) listener(notice, at);
      }
    });
  });
  request.on('error', () => undefined);
  const listen = (listener: Listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    listen,
    /** When the next notice that `is` wants comes. */
    next: (is: (notice: CheckInNotice) => boolean) =>
      new Promise<number>((resolve) => {
        const forget = listen((notice, at) => {
          if (!is(notice)) return;
          forget();
          resolve(at);
        });
      }),
    close: () => request.destroy(),
  };
}

/** The page's camera picture: tells of each whether it shows anything but the empty wall. */
export function watchPicture(url: string, listener: (seen: boolean, at: number) => void) {
  let buffer = Buffer.alloc(0);
  const request = get(url, (response) => {
    response.on('data', (bytes: Buffer) => {
      buffer = Buffer.concat([buffer, bytes]);
      for (let jpeg = nextJpeg(); jpeg; jpeg = nextJpeg()) void judge(jpeg, performance.now());
    });
  });
  request.on('error', () => undefined);

  function nextJpeg(): Buffer | undefined {
    const head = /content-length: (\d+)\r\n\r\n/.exec(buffer.subarray(0, 300).toString('latin1'));
    if (!head) return undefined;
    const start = head.index + head[0].length;
    const end = start + Number(head[1]);
    if (buffer.length < end) return undefined;
    const jpeg = buffer.subarray(start, end);
    buffer = buffer.subarray(end);
    return jpeg;
  }

  async function judge(jpeg: Buffer, at: number): Promise<void> {
    const { channels } = await sharp(jpeg).stats();
    listener(Math.max(...channels.map((channel) => channel.stdev)) > 10, at);
  }

  return { close: () => request.destroy() };
}
