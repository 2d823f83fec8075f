import { createReadStream } from 'node:fs';

/** No line of ours is longer: an upload has at most 8 MiB. */
const longestLine = 8 * 1024 * 1024;

/**
 * The lines of a text file, without their line feeds, in constant memory. Only a line feed ends a line: node:readline
 * also takes a lone CR, and in some versions U+2028, for an end. A line of more than 8 Mi characters is undefined.
 */
export async function* readLines(file: string): AsyncGenerator<string | undefined> {
  let parts: string[] = [];
  let length = 0;
  const take = (part: string) => {
    length += part.length;
    if (length <= longestLine) parts.push(part);
  };
  const whole = () => {
    const line = length <= longestLine ? parts.join('') : undefined;
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of createReadStream(file, 'utf8')) {
    const pieces = (chunk as string).split('\n');
    for (const piece of pieces.slice(0, -1)) {
      take(piece);
      yield whole();
    }
    take(pieces.at(-1) ?? '');
  }
  if (length > 0) yield whole();
}
