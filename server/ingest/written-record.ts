import type { TSchema } from 'typebox';
import { bodyVersions, type RecordBody, SignedRecord } from '../../sync/contract/records.ts';
import { endOfPlainObject } from '../../sync/evidence/plain-json.ts';
import { plainPattern } from './plain-pattern.ts';

/** What intake asks of a record. */
type Place = Pick<RecordBody, 'device' | 'seq' | 'prev' | 'kind' | 'class'>;

/** A record of the contract's shape, by its canonical text; of its body, what intake asks. */
export class WrittenRecord {
  readonly text: string;
  readonly body: Place;

  constructor(text: string, body: Place) {
    this.text = text;
    this.body = body;
  }
}

/** `data` stands in the body, which stands in the record. */
const depthOfData = 3;
const envelope = aroundData();

/**
 * The record that begins at `at` in `text`, and where it ends; undefined when it is not one of version 2 in plain
 * canonical form. Then only reading tells what it is. No object is made of what it says: that took most of the time.
 */
export function readWritten(text: string, at: number): { record: WrittenRecord; end: number } | undefined {
  const before = matchAt(envelope.before, text, at);
  const endOfData = before && endOfPlainObject(text, at + before[0].length, depthOfData);
  const after = endOfData && matchAt(envelope.after, text, endOfData);
  if (!before || !after) return undefined;
  const end = endOfData + after[0].length;
  const { class: classId = null } = before.groups as { class?: string };
  const { device, seq, prev, kind } = after.groups as Omit<Place, 'class'>;
  return { record: new WrittenRecord(text.slice(at, end), { device, seq, prev, kind, class: classId }), end };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The contract's own fields in the order of canonical form, up to the value of `data`, and from its end. */
function aroundData(): { readonly before: RegExp; readonly after: RegExp } {
  const body = fieldsAround('data', bodyVersions[0].properties);
  const record = fieldsAround('body', SignedRecord.properties);
  return {
    before: new RegExp(`\\{${record.before}"body":\\{${body.before}"data":`, 'y'),
    after: new RegExp(`${body.after}\\}${record.after}\\}`, 'y'),
  };
}

function fieldsAround(name: string, properties: Record<string, TSchema>) {
  const others = Object.keys(properties).sort();
  const field = (one: string) => `"${one}":${plainPattern(one, properties[one] as TSchema)}`;
  return {
    before: others
      .filter((one) => one < name)
      .map((one) => `${field(one)},`)
      .join(''),
    after: others
      .filter((one) => one > name)
      .map((one) => `,${field(one)}`)
      .join(''),
  };
}
