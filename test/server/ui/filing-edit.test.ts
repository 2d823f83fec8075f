import { describe, expect, test } from 'vitest';
import { withField, withoutPerson, withPerson } from '../../../server/ui/filing-edit.ts';
import { sampleContent } from '../../helpers/sample-content.ts';

const content = sampleContent();

describe('a person corrected in a draft', () => {
  test('keeps the rest as it is', () => {
    const edited = withPerson(content, 2, { name: '学员戊' });
    expect(edited).toEqual({
      ...content,
      people: content.people.map((one, i) => (i === 2 ? { ...one, name: '学员戊' } : one)),
    });
    expect(content.people[2]?.name).toBe('学员丙丙');
  });

  test('takes the periods along when it is a teacher’s number', () => {
    const edited = withPerson(content, 1, { idNumber: '231202199001010218' });
    expect(new Set(edited.periods.map(({ teacherIdNumber }) => teacherIdNumber))).toEqual(
      new Set(['231202199001010218']),
    );
    expect(edited.people[1]?.idNumber).toBe('231202199001010218');
  });

  test('or taken out', () => {
    expect(withoutPerson(content, 3).people).toEqual(content.people.slice(0, 3));
  });
});

test('a level that was emptied is left out; other fields are trimmed', () => {
  expect(withField(content, 'level', ' ')).not.toHaveProperty('level');
  expect(withField(content, 'room', ' 202 ')).toEqual({ ...content, room: '202' });
});
