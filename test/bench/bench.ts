interface BenchResult {
  readonly figures: { readonly [figure: string]: number };
  /** The most that a figure may be. */
  readonly targets: { readonly [figure: string]: number };
}

export type Bench = (options: readonly string[]) => Promise<BenchResult>;

/** The value below which `share` (0 … 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
