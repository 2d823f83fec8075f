import { describe, expect, it } from 'vitest';
import { lineOfField, readFiling } from '../../../server/ui/filing.ts';

describe('reading a filing', () => {
  it('tells apart what is empty, broken, no object, and a filing', () => {
    expect(readFiling(' \n')).toEqual({ kind: 'empty' });
    expect(readFiling('[1]')).toEqual({ kind: 'not-an-object' });
    expect(readFiling('"text"')).toEqual({ kind: 'not-an-object' });
    expect(readFiling('{"title":"焊工"}')).toEqual({ kind: 'filing', value: { title: '焊工' } });
    expect(readFiling('{"title":')).toMatchObject({ kind: 'broken' });
  });

  it('names the line of broken JSON where the parser does', () => {
    const text = `{\n  "title": "焊工",\n  "room": "201"\n  "periods": []\n}`;
    expect(readFiling(text)).toEqual({ kind: 'broken', line: 4 });
  });
});

describe('the line of a field', () => {
  const filing = {
    title: 'a "quoted" [title], {with} marks: endAt',
    checkIn: { endAt: 1 },
    devices: ['dev_1', 'dev_2'],
    periods: [
      { number: 1, endAt: 1 },
      { number: 2, endAt: 2 },
    ],
  };
  const text = JSON.stringify(filing, null, 2);
  const lineText = (field: string): string | undefined =>
    text.split('\n')[(lineOfField(text, field) ?? 0) - 1]?.trim();

  it.each([
    ['title', '"title": "a \\"quoted\\" [title], {with} marks: endAt",'],
    ['checkIn.endAt', '"endAt": 1'],
    ['periods[1].endAt', '"endAt": 2'],
    ['/periods/1/number', '"number": 2,'],
    ['devices[1]', '"dev_2"'],
  ])('finds %s', (field, line) => {
    expect(lineText(field)).toBe(line);
  });

  it('is that of the nearest part which is there, when the field is missing', () => {
    expect(lineText('periods[0].topic')).toBe('{');
    expect(lineOfField(text, 'periods[0].topic')).toBe(lineOfField(text, 'periods[0]'));
    expect(lineText('periods[7]')).toBe('"periods": [');
  });

  it('is none for a field of which nothing is there', () => {
    expect(lineOfField(text, 'organiser')).toBeNull();
  });
});
