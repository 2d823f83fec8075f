import { AppError } from '../base/errors.ts';
import { parseAs } from '../base/parse.ts';
import { LivePushHead } from '../contract/live.ts';

export const livePushType = 'application/vnd.keqin.live';

/** One body of live video as it goes from kiosk to server. */
export interface LivePush {
  readonly camera: LivePushHead['camera'];
  readonly sentAt: number;
  readonly run: string | null;
  /** Empty when the server has it. */
  readonly init: Buffer;
  readonly fragments: readonly LivePushFragment[];
}

export interface LivePushFragment {
  readonly startAt: number;
  readonly endAt: number;
  readonly independent: boolean;
  readonly bytes: Buffer;
}

/** One line of JSON, then the bytes that it counts. */
export function writeLivePush({ init, fragments, ...said }: LivePush): Buffer {
  const heads = fragments.map(({ bytes, startAt, endAt, independent }) => {
    return { startAt, endAt, independent, sizeBytes: bytes.length };
  });
  const head: LivePushHead = { ...said, initBytes: init.length, fragments: heads };
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    init,
    ...fragments.map(({ bytes }) => bytes),
  ]);
}

/** Throws `invalid_input` when the line is not right, or counts other bytes than there are. */
export function readLivePush(body: Buffer): LivePush {
  const end = body.indexOf(0x0a);
  if (end < 0) throw unreadable();
  const { initBytes, fragments, ...said } = parseAs(LivePushHead, jsonIn(body.subarray(0, end)), 'live');
  let at = end + 1;
  const next = (sizeBytes: number) => {
    at += sizeBytes;
    return body.subarray(at - sizeBytes, at);
  };
  const init = next(initBytes);
  const read = fragments.map(({ sizeBytes, ...times }) => ({ ...times, bytes: next(sizeBytes) }));
  if (at !== body.length || (said.run === null && at > end + 1)) throw unreadable();
  return { ...said, init, fragments: read };
}

function jsonIn(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    throw unreadable();
  }
}

function unreadable(): AppError {
  return new AppError('invalid_input', 'The live video cannot be read: its parts do not add up.', {
    zh: '实时画面数据无法读取：各部分长度不符。',
  });
}
