import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingDetail, FilingList, ImportAnswer } from '../../sync/contract/filing-review.ts';
import { call, get, send } from './api.ts';

const part = encodeURIComponent;
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What an import puts the workbook in place of. */
export interface ImportInto {
  readonly class?: string;
  readonly filing?: string;
  readonly version?: number;
}

/** Calls of the filing pages. */
export const filingApi = {
  list: (signal?: AbortSignal) => get<FilingList>('/filings', signal),
  detail: (id: string, signal?: AbortSignal) => get<FilingDetail>(`/filings/${part(id)}`, signal),
  template: () => call('/filings/template.xlsx'),
  importWorkbook: (file: Blob, into: ImportInto = {}): Promise<ImportAnswer> => {
    const query = new URLSearchParams(Object.entries(into).map(([name, value]) => [name, String(value)]));
    return upload<ImportAnswer>(`/filings/import?${query}`, file, workbookType);
  },
  make: (content: FilingContent) => send<FilingDetail>('POST', '/filings', content),
  workbook: (id: string) => call(`/filings/${part(id)}/workbook.xlsx`),
  edit: (id: string, version: number, content: FilingContent) =>
    send<FilingDetail>('PUT', `/filings/${part(id)}`, { version, content }),
  submit: (id: string, version: number) =>
    send<FilingDetail>('POST', `/filings/${part(id)}/submission`, { version }),
  withdraw: (id: string, version: number) =>
    send<FilingDetail>('POST', `/filings/${part(id)}/withdrawal`, { version }),
  accept: (id: string, version: number, planVersion: number | null) =>
    send<FilingDetail>('POST', `/filings/${part(id)}/acceptance`, { version, planVersion }),
  giveBack: (id: string, version: number, reason: string) =>
    send<FilingDetail>('POST', `/filings/${part(id)}/return`, { version, reason }),
  addPhoto: (file: Blob) => upload<{ sha256: string }>('/filing-photos', file, file.type),
  photoUrl: (sha256: string) => `/api/v1/filing-photos/${sha256}`,
};

async function upload<T>(path: string, file: Blob, type: string): Promise<T> {
  const answer = await call(path, { method: 'POST', headers: { 'content-type': type }, body: file });
  return (await answer.json()) as T;
}
