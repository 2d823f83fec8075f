import { type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingDetail } from '../../sync/contract/filing-review.ts';
import { type Fault, faultOf } from './api.ts';
import { filingApi } from './filing-api.ts';

export interface FilingEdit {
  readonly busy: Ref<boolean>;
  readonly fault: ShallowRef<Fault | null>;
  /** Writes what `change` makes of the content; the errors and warnings come anew with the answer. */
  edit(change: (content: FilingContent) => FilingContent | Promise<FilingContent>): Promise<void>;
}

/** Edits a draft where it is shown. */
export function useFilingEdit(shown: () => FilingDetail, moved: (filing: FilingDetail) => void): FilingEdit {
  const busy = ref(false);
  const fault = shallowRef<Fault | null>(null);
  const edit: FilingEdit['edit'] = async (change) => {
    [busy.value, fault.value] = [true, null];
    const { id, version, content } = shown();
    try {
      moved(await filingApi.edit(id, version, await change(content)));
    } catch (error) {
      fault.value = faultOf(error);
    } finally {
      busy.value = false;
    }
  };
  return { busy, fault, edit };
}

/** A person corrected in their place; periods follow the number of their teacher. */
export function withPerson(
  content: FilingContent,
  index: number,
  change: { readonly name?: string; readonly idNumber?: string },
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
