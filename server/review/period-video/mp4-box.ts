/** One box of ISO/IEC 14496-12 clause 4.2 inside a buffer: where its body and its end lie. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly bodyAt: number;
  readonly end: number;
}

/** The box that begins at `at`; its end may lie beyond the buffer's. Undefined when no box begins there. */
export function boxAt(bytes: Buffer, at: number): Box | undefined {
  if (at + 8 > bytes.length) return undefined;
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (size >= 8) return { type, start: at, bodyAt: at + 8, end: at + size };
  if (size !== 1 || at + 16 > bytes.length) return undefined;
  const large = Number(bytes.readBigUInt64BE(at + 8));
  return large >= 16 ? { type, start: at, bodyAt: at + 16, end: at + large } : undefined;
}

/** The whole boxes inside a box, in order. */
function children(bytes: Buffer, parent: Pick<Box, 'bodyAt' | 'end'>): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = parent.bodyAt; at < parent.end; ) {
    const box = boxAt(bytes, at);
    if (!box || box.end > parent.end) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** The boxes at the end of a path such as `['mdia', 'minf', 'stbl']`. */
export function below(bytes: Buffer, parent: Pick<Box, 'bodyAt' | 'end'>, path: readonly string[]): Box[] {
  const [type, ...rest] = path;
  const found = children(bytes, parent).filter((box) => box.type === type);
  return rest.length === 0 ? found : found.flatMap((box) => below(bytes, box, rest));
}

/** A box of these parts. */
export function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8, type.padStart(8), 'latin1');
  header.writeUInt32BE(8 + body.length, 0);
  return Buffer.concat([header, body]);
}

/** A box with version and flags before its parts. */
export function fullBox(type: string, version: number, flags: number, ...parts: readonly Buffer[]): Buffer {
  return box(type, uint32(version * 2 ** 24 + flags), ...parts);
}

export const uint16 = (...values: readonly number[]): Buffer =>
  numbers(2, values, (bytes, value, at) => bytes.writeUInt16BE(value, at));

export const uint32 = (...values: readonly number[]): Buffer => uint32List(values);

/** As many as there are: a call takes no more than some ten thousand arguments. */
export const uint32List = (values: readonly number[]): Buffer =>
  numbers(4, values, (bytes, value, at) => bytes.writeUInt32BE(value, at));

export const uint64 = (...values: readonly number[]): Buffer => uint64List(values);

export const uint64List = (values: readonly number[]): Buffer =>
  numbers(8, values, (bytes, value, at) => bytes.writeBigUInt64BE(BigInt(value), at));

function numbers(
  width: number,
  values: readonly number[],
  write: (bytes: Buffer, value: number, at: number) => void,
): Buffer {
  const bytes = Buffer.alloc(width * values.length);
  values.forEach((value, index) => {
    write(bytes, value, width * index);
  });
  return bytes;
}
