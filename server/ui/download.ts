/** Long enough for any browser to have taken the bytes. */
const keepMs = 60_000;

/** Hands the body of an answer to the browser as a file, under the server's name for it if it gave one. */
export async function saveAnswer(answer: Response, fallbackName: string): Promise<void> {
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(answer.headers.get('content-disposition')) ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keepMs);
}

/** `filename*` before `filename` (RFC 6266). */
export function fileNameOf(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  return encoded
    ? decodeURIComponent(encoded)
    : (/filename="?([^";]+)"?/.exec(disposition ?? '')?.[1] ?? null);
}
