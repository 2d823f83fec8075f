/** How large a sentence may be and still fit the band: `large` one line, `medium` one line, `small` two lines. */
export type TextSize = 'large' | 'medium' | 'small';

const largeUpToEms = 16;
const mediumUpToEms = 24;
const latinEms = 0.55;

export function textSize(sentence: string): TextSize {
  const ems = widthEms(sentence);
  if (ems <= largeUpToEms) return 'large';
  return ems <= mediumUpToEms ? 'medium' : 'small';
}

/** Width in Chinese characters; a Latin letter or a digit takes about half of one. */
export function widthEms(words: string): number {
  return [...words].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : latinEms), 0);
}
