import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isCertificateNumber,
  nextCertificateNumber,
  parseCertificateNumber,
} from '../../../server/policy/certificate-number.ts';

const suihua = { form: 'suihua', series: 'JNPX1202', year: '19' } as const;
const wenzhou = { form: 'wenzhou', series: '温AP', year: '20' } as const;
const yiwu = { form: 'yiwu', series: 'QXMZ-某某公司-', year: null } as const;
const series = fc.constantFrom(suihua, wenzhou, yiwu);
const years = fc.integer({ min: 10, max: 99 }).map(String);

/** The three of rules.md §3, written again: the product must agree with them on any text. */
const written = {
  suihua: /^(JNPX|GQPX|ZGPX)12(00|01|02|2[1-6]|8[1-3])\d{2}\d{6}$/,
  wenzhou: /^温[A-Z]P\d{2}(?!0{5})\d{5}$/,
  yiwu: /^QXMZ-[\p{Script=Han}A-Za-z0-9（）()]{2,20}-\d{1,6}$/u,
} as const;

describe('certificate numbers (Suihua 第五条(五), Wenzhou 附件4, Yiwu 附件3)', () => {
  test.each([
    ['suihua', 'JNPX120219000001'],
    ['suihua', 'GQPX128326123456'],
    ['wenzhou', '温AP2000001'],
    ['yiwu', 'QXMZ-某某公司-1'],
    ['yiwu', 'QXMZ-𠮷祥（义乌）-000001'],
  ] as const)('%s: %s', (form, text) => {
    expect(parseCertificateNumber(form, text)).toMatchObject({ form });
  });

  test.each([
    ['suihua', 'JNPX120319000001', 'a district that is none'],
    ['suihua', 'JNPX12021900001', 'fifteen characters'],
    ['suihua', 'SGPX120219000001', 'another prefix'],
    ['suihua', 'JNPX120219000001\n', 'a line break'],
    ['wenzhou', '温AP2000000', 'serial 00000'],
    ['wenzhou', '温aP2000001', 'a small letter'],
    ['yiwu', 'QXMZ-某-1', 'a name of one character'],
    ['yiwu', 'QXMZ-某 公司-1', 'a space'],
    ['yiwu', 'QXMZ-某某公司-1234567', 'seven digits'],
    ['yiwu', 'QXMZ-../某某-1', 'a path'],
  ] as const)('%s: %s is none (%s)', (form, text, _why) => {
    expect(parseCertificateNumber(form, text)).toBeUndefined();
  });

  test('a prefix of another training type is refused', () => {
    const induction = { form: 'suihua', prefixes: ['GQPX'] } as const;
    expect(isCertificateNumber({ ...induction, prefixes: ['GQPX'] }, 'GQPX120219000001')).toBe(true);
    expect(isCertificateNumber({ ...induction, prefixes: ['GQPX'] }, 'JNPX120219000001')).toBe(false);
  });

  test('any text is judged as the written form judges it', () => {
    const near = fc.stringMatching(/^(JNPX|GQPX|ZGPX|温[A-Z]P|QXMZ-[温某公司A-Z0-9]{1,4}-)[0-9]{4,14}$/);
    fc.assert(
      fc.property(fc.constantFrom('suihua', 'wenzhou', 'yiwu'), near, (form, text) => {
        expect(parseCertificateNumber(form, text) !== undefined).toBe(written[form].test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the next number', () => {
  test('「逐年累计」: the serial goes on through the years', () => {
    expect(nextCertificateNumber({ ...suihua, year: '20' }, ['JNPX120219000041'])).toBe('JNPX120220000042');
  });

  test('switched, it begins again each year', () => {
    const options = { resetsYearly: true };
    expect(nextCertificateNumber({ ...suihua, year: '20' }, ['JNPX120219000041'], options)).toBe(
      'JNPX120220000001',
    );
  });

  test('other series do not count', () => {
    expect(nextCertificateNumber(suihua, ['GQPX120219000009', 'JNPX122119000009', 'no number'])).toBe(
      'JNPX120219000001',
    );
  });

  test('after the last there is none', () => {
    expect(nextCertificateNumber(suihua, ['JNPX120219999999'])).toBeUndefined();
    expect(nextCertificateNumber(wenzhou, ['温AP2099999'])).toBeUndefined();
  });

  test('it is of the form, and none that was given', () => {
    fc.assert(
      fc.property(series, fc.array(fc.nat(99_998), { maxLength: 20 }), years, (wanted, serials, year) => {
        const width = { suihua: 6, wenzhou: 5, yiwu: 1 }[wanted.form];
        const given = serials.map(
          (serial) =>
            `${wanted.series}${wanted.year === null ? '' : year}${String(serial).padStart(width, '0')}`,
        );
        const next = nextCertificateNumber(wanted, given) ?? '';
        expect(written[wanted.form].test(next)).toBe(true);
        expect(given).not.toContain(next);
        expect(parseCertificateNumber(wanted.form, next)?.serial).toBe(Math.max(0, ...serials) + 1);
      }),
    );
  });

  test('numbers made one after another are all different, over the years too', () => {
    fc.assert(
      fc.property(series, fc.array(years, { maxLength: 30 }), (wanted, yearsOfIt) => {
        const made: string[] = [];
        for (const year of yearsOfIt) {
          const next = nextCertificateNumber({ ...wanted, year: wanted.year && year }, made);
          made.push(next ?? '');
        }
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });
});
