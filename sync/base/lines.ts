import { createReadStream } from 'node:fs';

/** No line of ours is longer: an upload has at most 8 MiB. */
const longestLine = 8 * 1024 * 1024;

/**
 * The lines of a text file, without their line feeds, in constant memory. Only a line feed ends a line: node:readline
 * also takes a lone CR, and in some versions U+2028, for an end. A line of more than 8 MiB is undefined, and so is one
 * that is no UTF-8: two files that read alike would otherwise differ in their bytes.
 */
export async function* readLines(file: string): AsyncGenerator<string | undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer) => {
    length += part.length;
    if (length <= longestLine) parts.push(part);
  };
  const whole = () => {
    const line = length <= longestLine ? textOf(Buffer.concat(parts)) : undefined;
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of createReadStream(file)) {
    let rest = chunk as Buffer;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      take(rest.subarray(0, end));
      yield whole();
      rest = rest.subarray(end + 1);
    }
    take(rest);
  }
  if (length > 0) yield whole();
}

/** A byte order mark is a character like others: nothing of a file is passed over. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
