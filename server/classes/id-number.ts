/** Weights and check characters of GB 11643-1999, the 18-character citizen identity number. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** The number as it is compared and kept: upper-case X. */
export function normaliseIdNumber(text: string): string {
  return text.trim().toUpperCase();
}

/** True when the last character is right for the 17 digits before it. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return checkCharacters[sum % 11] === text[17];
}
