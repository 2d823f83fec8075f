import type { Finding } from './finding.ts';

/** What `work` finds; `late` when that takes longer than `limitMs`, `failed` when it throws. */
export async function bounded(
  work: () => Promise<Finding>,
  { limitMs, late, failed }: { readonly limitMs: number; readonly late: Finding; readonly failed: Finding },
): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const atTheLimit = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(late), limitMs);
  });
  try {
    return await Promise.race([work(), atTheLimit]);
  } catch {
    return failed;
  } finally {
    clearTimeout(timer);
  }
}
