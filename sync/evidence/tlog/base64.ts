/** RFC 4648 §4 with padding, as C2SP texts have it. Undefined for a second spelling of the same bytes, too. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
