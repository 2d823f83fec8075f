/** `张*`, `张*三`, `欧**娜`: the first sign and, of three and more, the last. */
export function maskName(name: string): string {
  const signs = [...name];
  if (signs.length < 2) return '*';
  const last = signs.length > 2 ? signs.at(-1) : '';
  return `${signs[0]}${'*'.repeat(Math.max(1, signs.length - 2))}${last}`;
}

/** `110***********1234` */
export function maskIdNumber(idNumber: string): string {
  return `${idNumber.slice(0, 3)}${'*'.repeat(11)}${idNumber.slice(-4)}`;
}
