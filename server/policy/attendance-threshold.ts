/** 「80%以上」: true when `present` of `total` periods reach `percent`; the number itself is enough. All integers. */
export function meetsPercent(present: number, total: number, percent: number): boolean {
  return present * 100 >= percent * total;
}

/** The fewest of `total` periods that reach `percent`: 20 of 24 at 80 %. */
export function leastPresent(total: number, percent: number): number {
  return Math.ceil((percent * total) / 100);
}
