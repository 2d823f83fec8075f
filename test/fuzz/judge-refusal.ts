import { isOf } from '../../sync/base/parse.ts';
import { ErrorBody } from '../../sync/contract/device-api.ts';

/** Refusals that a client of the server may get; `internal` is none of them. */
export const serverRefusals: ReadonlySet<string> = new Set([
  'invalid_input',
  'not_found',
  'conflict',
  'unauthorised',
  'forbidden',
  'too_many_tries',
  'unknown_device',
  'device_revoked',
  'device_cloned',
  'stale_nonce',
  'bad_signature',
  'digest_mismatch',
  'truncated_upload',
]);

/** Those of the kiosk's page; a device that is not there is refused with a sentence, too. */
export const kioskRefusals: ReadonlySet<string> = new Set([
  'invalid_input',
  'not_found',
  'conflict',
  'unauthorised',
  'forbidden',
  'too_many_tries',
  'device_unavailable',
]);

/**
 * Throws for an answer of 400 or more that is not an `ErrorBody` with one of these codes, or is a failure of the
 * program. Plain comparisons: matchers took a tenth of the time of a hundred thousand cases.
 */
export function expectRefusal({ statusCode, body }: Answer, codes: ReadonlySet<string>): void {
  const error = readJson(body);
  if (!isOf(ErrorBody, error)) throw new Error(`${statusCode}, and no typed refusal: ${body.slice(0, 300)}`);
  if (!codes.has(error.code)) throw new Error(`${statusCode} with ${error.code}: ${body.slice(0, 300)}`);
  const mayBe = error.code === 'device_unavailable' ? 503 : 499;
  if (statusCode > mayBe) throw new Error(`${statusCode}: ${body.slice(0, 300)}`);
}

/** What a checker looks at, however the answer came. */
export interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** Throws unless rows came in these tables, as many as said. */
export function expectRows(added: Rows, expected: Rows, when: string): void {
  const [got, wanted] = [JSON.stringify(added), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${when}: ${got} came where ${wanted} belongs`);
}

/** How many rows came, by table, in the order of their names; nothing where none did. */
export type Rows = Readonly<Record<string, number>>;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
