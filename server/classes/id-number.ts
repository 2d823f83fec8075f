/** Weights and check characters of GB 11643-1999, the 18-character citizen identity number. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** The number as it is compared and kept: half-width, without spaces, upper-case X. */
export function normaliseIdNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/** True when the last character is right for the 17 digits before it. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return checkCharacters[sum % 11] === text[17];
}

/** What is wrong with a number, for people; undefined when nothing is. */
export function idNumberFault(text: string): { readonly zh: string; readonly en: string } | undefined {
  const number = normaliseIdNumber(text);
  if (isIdNumber(number)) return undefined;
  if (/^\d{15}$/.test(number)) {
    return {
      zh: '身份证号为15位旧号码，请填写18位号码',
      en: 'has an ID number of 15 digits: 18 are needed',
    };
  }
  if (/^\d{17}[\dX]$/.test(number)) return { zh: '身份证校验位错误', en: 'has a wrong check digit' };
  return {
    zh: `身份证号应为18位数字（末位可为X），现为${[...number].length}位`,
    en: 'has an ID number that is not 18 digits',
  };
}
