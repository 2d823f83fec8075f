import { nextTick } from 'vue';
import type { FilingContent, FilingPerson } from '../../sync/contract/filing.ts';
import type { FilingDetail } from '../../sync/contract/filing-review.ts';
import { type Act, useAct } from './act.ts';
import { filingApi } from './filing-api.ts';

export interface FilingEdit extends Pick<Act, 'busy' | 'fault'> {
  /** Writes what `change` makes of the content; the errors and warnings come anew with the answer. */
  edit(change: (content: FilingContent) => FilingContent | Promise<FilingContent>): Promise<void>;
}

/** One edit after another, from whichever part of the page: each names the version that the one before left. */
let last: Promise<void> = Promise.resolve();

/** Edits a draft where it is shown. */
export function useFilingEdit(shown: () => FilingDetail, moved: (filing: FilingDetail) => void): FilingEdit {
  const { busy, fault, act } = useAct();
  const write = (change: Parameters<FilingEdit['edit']>[0]) =>
    act(async () => {
      const { id, version, content } = shown();
      moved(await filingApi.edit(id, version, await change(content)));
    });
  const edit: FilingEdit['edit'] = (change) => {
    last = last.then(() => write(change)).then(() => nextTick());
    return last;
  };
  return { busy, fault, edit };
}

/** A person corrected in their place; periods follow the number of their teacher. */
export function withPerson(
  content: FilingContent,
  index: number,
  change: Partial<FilingPerson>,
): FilingContent {
  const before = content.people[index]?.idNumber;
  const number = change.idNumber ?? before;
  return {
    ...content,
    people: content.people.map((person, i) => (i === index ? { ...person, ...change } : person)),
    periods: content.periods.map((period) =>
      number !== undefined && period.teacherIdNumber === before
        ? { ...period, teacherIdNumber: number }
        : period,
    ),
  };
}

export function withPeople(content: FilingContent, people: readonly FilingPerson[]): FilingContent {
  return { ...content, people: [...content.people, ...people] };
}

export function withoutPerson(content: FilingContent, index: number): FilingContent {
  return { ...content, people: content.people.filter((_, i) => i !== index) };
}

/** An optional text that was emptied is left out. */
export function withField(
  content: FilingContent,
  field: 'title' | 'occupation' | 'level' | 'organiser' | 'room',
  value: string,
): FilingContent {
  const { level: _level, ...bare } = content;
  const text = value.trim();
  return field === 'level' && text === '' ? bare : { ...content, [field]: text };
}

/** An operator or a device in its place, or after the others when `index` is null. */
export function withLine<L extends 'operators' | 'dossier'>(
  content: FilingContent,
  list: L,
  index: number | null,
  line: FilingContent[L][number],
): FilingContent {
  const lines: readonly FilingContent[L][number][] = content[list];
  return {
    ...content,
    [list]: index === null ? [...lines, line] : lines.map((one, i) => (i === index ? line : one)),
  };
}

export function withoutLine(
  content: FilingContent,
  list: 'operators' | 'dossier',
  index: number,
): FilingContent {
  return { ...content, [list]: content[list].filter((_, i) => i !== index) };
}
