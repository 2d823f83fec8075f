import { recordData, recordDataV1 } from '../../../../sync/contract/records.ts';

/** The JSON Schema of `data`, by version and kind: what a record must obey to be well-formed. */
export function kindSchemas(): object {
  return { 1: recordDataV1, 2: recordData };
}
