import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  useFilingEdit,
  withField,
  withLine,
  withoutLine,
  withoutPerson,
  withPeople,
  withPerson,
} from '../../../server/ui/filing-edit.ts';
import type { FilingDetail } from '../../../sync/contract/filing-review.ts';
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

test('people are added after the others', () => {
  const more = { role: 'trainee', name: '学员己', idNumber: '231202199001010218' } as const;
  expect(withPeople(content, [more]).people).toEqual([...content.people, more]);
});

test('operators and devices are added, changed in their place, and taken out', () => {
  const operator = { account: 'b', name: '乙', post: '教务', phone: '13800000003' };
  const added = withLine(content, 'operators', null, operator);
  expect(added.operators).toEqual([...content.operators, operator]);
  expect(withLine(added, 'operators', 0, { ...operator, account: 'c' }).operators).toEqual([
    { ...operator, account: 'c' },
    operator,
  ]);
  expect(withoutLine(added, 'operators', 0).operators).toEqual([operator]);
  expect(withoutLine(content, 'dossier', 0).dossier).toEqual([]);
});

describe('edits of a draft', () => {
  afterEach(() => vi.unstubAllGlobals());
  /** Answers like the server: a version that is not the newest is a conflict. */
  function answering(): string[] {
    const rooms: string[] = [];
    let version = 1;
    vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
      const sent = JSON.parse(body);
      await Promise.resolve();
      if (sent.version !== version) {
        const fault = { code: 'conflict', message: '已被改动', messageEn: 'changed' };
        return new Response(JSON.stringify(fault), { status: 409 });
      }
      version += 1;
      rooms.push(sent.content.room);
      return new Response(JSON.stringify({ id: 'fil_1', version, content: sent.content }));
    });
    return rooms;
  }

  test('from two parts of the page at once come one after the other, none lost', async () => {
    const rooms = answering();
    let shown = { id: 'fil_1', version: 1, content } as FilingDetail;
    const part = () =>
      useFilingEdit(
        () => shown,
        (filing) => {
          shown = filing;
        },
      );
    const [one, other] = [part(), part()];
    await Promise.all([
      one.edit((now) => withField(now, 'room', '202')),
      other.edit((now) => withField(now, 'room', `${now.room}a`)),
      one.edit((now) => withField(now, 'title', '二班')),
    ]);
    expect(rooms).toEqual(['202', '202a', '202a']);
    expect(shown).toMatchObject({ version: 4, content: { room: '202a', title: '二班' } });
    expect([one.fault.value, other.fault.value]).toEqual([null, null]);
  });

  test('a refused one is told, and the next is tried', async () => {
    answering();
    const shown = { id: 'fil_1', version: 7, content } as FilingDetail;
    const { edit, fault } = useFilingEdit(
      () => shown,
      () => undefined,
    );
    await edit((now) => now);
    expect(fault.value?.code).toBe('conflict');
    shown.version = 1;
    await edit((now) => now);
    expect(fault.value).toBeNull();
  });
});
