import { readFileSync } from 'node:fs';

/** One change that a program made under the traced folder. Paths are relative to it; `''` is the folder itself. */
export type DiskEvent =
  | {
      readonly kind: 'opened';
      readonly inode: bigint;
      readonly path: string;
      readonly created: boolean;
      readonly emptied: boolean;
      readonly isDir: boolean;
    }
  | { readonly kind: 'written'; readonly inode: bigint; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'resized'; readonly inode: bigint; readonly sizeBytes: number }
  | { readonly kind: 'synced'; readonly inode: bigint }
  | { readonly kind: 'renamed' | 'linked'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlinked'; readonly path: string }
  | { readonly kind: 'made-dir'; readonly inode: bigint; readonly path: string }
  | { readonly kind: 'synced-all' };

const headBytes = 32;
const flags = { created: 1, emptied: 2, isDir: 4 } as const;

/** Reads the trace that shim.c wrote; its events are in the order in which they reached the kernel. */
export function readTrace(file: string): DiskEvent[] {
  const trace = readFileSync(file);
  const events: DiskEvent[] = [];
  for (let at = 0; at < trace.length; ) {
    const payload = trace.subarray(at + headBytes, at + headBytes + trace.readUInt32LE(at + 4));
    events.push(eventOf(trace.subarray(at, at + headBytes), payload));
    at += headBytes + payload.length;
  }
  return events;
}

function eventOf(head: Buffer, payload: Buffer): DiskEvent {
  const inode = head.readBigUInt64LE(8);
  const number = Number(head.readBigUInt64LE(16));
  const path = payload.toString();
  switch (head.readUInt32LE(0)) {
    case 1:
      return { kind: 'opened', inode, path, ...openedHow(number) };
    case 2:
      return { kind: 'written', inode, offset: number, bytes: payload };
    case 3:
      return { kind: 'resized', inode, sizeBytes: number };
    case 4:
      return { kind: 'synced', inode };
    case 5:
      return { kind: 'renamed', ...twoPaths(path) };
    case 6:
      return { kind: 'unlinked', path };
    case 7:
      return { kind: 'made-dir', inode, path };
    case 8:
      return { kind: 'linked', ...twoPaths(path) };
    case 9:
      return { kind: 'synced-all' };
    default:
      throw new Error('this trace was not written by shim.c');
  }
}

function openedHow(how: number) {
  return {
    created: (how & flags.created) !== 0,
    emptied: (how & flags.emptied) !== 0,
    isDir: (how & flags.isDir) !== 0,
  };
}

function twoPaths(both: string): { from: string; to: string } {
  const [from = '', to = ''] = both.split('\0');
  if (from === '/' || to === '/') throw new Error('a name crossed the border of the traced folder');
  return { from, to };
}
