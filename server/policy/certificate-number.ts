import type { CertificateForm } from '../../sync/contract/policy.ts';

/** A certificate's number, taken apart. */
export interface CertificateNumber {
  readonly form: CertificateForm['form'];
  /** What stands before the year, or the serial where there is none: `JNPX1202`, `温AP`, `QXMZ-某某公司-`. */
  readonly series: string;
  /** Two digits; null where the form has none. */
  readonly year: string | null;
  readonly serial: number;
}

interface Form {
  readonly pattern: RegExp;
  /** Width of the serial; undefined: as many digits as it needs. */
  readonly serialWidth: number | undefined;
  readonly mostSerial: number;
}

const forms: Record<CertificateForm['form'], Form> = {
  suihua: {
    pattern: /^(?<series>(?:JNPX|GQPX|ZGPX)12(?:00|01|02|2[1-6]|8[1-3]))(?<year>\d{2})(?<serial>\d{6})$/,
    serialWidth: 6,
    mostSerial: 999_999,
  },
  wenzhou: {
    pattern: /^(?<series>温[A-Z]P)(?<year>\d{2})(?<serial>(?!0{5})\d{5})$/,
    serialWidth: 5,
    mostSerial: 99_999,
  },
  yiwu: {
    // Rare characters of a company's name lie outside the basic plane.
    pattern: /^(?<series>QXMZ-[\p{Script=Han}A-Za-z0-9（）()]{2,20}-)(?<serial>\d{1,6})$/u,
    serialWidth: undefined,
    mostSerial: 999_999,
  },
};

/** Undefined when the text is no number of this form. */
export function parseCertificateNumber(
  form: CertificateForm['form'],
  text: string,
): CertificateNumber | undefined {
  const groups = forms[form].pattern.exec(text)?.groups;
  if (!groups) return undefined;
  const { series = '', year = null, serial = '' } = groups;
  return { form, series, year, serial: Number(serial) };
}

/** True when the number is of the form, and of a prefix that the training type may use. */
export function isCertificateNumber({ form, prefixes }: CertificateForm, text: string): boolean {
  return (
    parseCertificateNumber(form, text) !== undefined && prefixes.some((prefix) => text.startsWith(prefix))
  );
}

/**
 * The next number of a series, after those given. 「逐年累计」: the serial goes on through the years, unless
 * `resetsYearly`. Undefined when the serial has no number left, or what comes out is none of the form.
 */
export function nextCertificateNumber(
  wanted: Omit<CertificateNumber, 'serial'>,
  given: Iterable<string>,
  { resetsYearly = false } = {},
): string | undefined {
  const form = forms[wanted.form];
  let last = 0;
  for (const text of given) {
    const number = parseCertificateNumber(wanted.form, text);
    if (number?.series !== wanted.series || (resetsYearly && number.year !== wanted.year)) continue;
    last = Math.max(last, number.serial);
  }
  if (last >= form.mostSerial) return undefined;
  const serial = String(last + 1).padStart(form.serialWidth ?? 1, '0');
  const text = `${wanted.series}${wanted.year ?? ''}${serial}`;
  return form.pattern.test(text) ? text : undefined;
}
