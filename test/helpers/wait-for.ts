/** Asks `look` every `everyMs` until it gives something; fails with `what` after `patienceMs`. */
export async function waitFor<T>(
  what: string,
  patienceMs: number,
  look: () => Promise<T | undefined>,
  everyMs = 500,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
