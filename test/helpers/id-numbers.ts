const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A synthetic number of Suihua's area code, born 1990-01-01, with a right check digit; an odd `n` is a man's. */
export function madeIdNumber(n: number, born = '19900101'): string {
  const digits = `231202${born}${String(n).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + '10X98765432'[sum % 11];
}
