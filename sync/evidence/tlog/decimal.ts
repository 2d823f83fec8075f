/**
 * ASCII decimal without leading zeros. Undefined for anything else, and for what a number does not hold exactly:
 * C2SP allows sizes up to 2^64, but no log of ours reaches 2^53 leaves.
 */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
