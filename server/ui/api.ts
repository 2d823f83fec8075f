import type { Static } from 'typebox';
import type { Session } from '../../sync/contract/accounts.ts';
import type { ErrorBody as ErrorBodySchema } from '../../sync/contract/device-api.ts';
import type { DeviceList, RevocationOrder, RevocationPreview } from '../../sync/contract/device-review.ts';
import type { FindingList } from '../../sync/contract/findings.ts';
import type { LiveViewList, LiveViewOpened, LiveViewState } from '../../sync/contract/live.ts';
import type { PeriodVideo } from '../../sync/contract/period-video.ts';
import type { Replay } from '../../sync/contract/replay.ts';
import type { AttendanceGrid, ClassDetail, ClassWall, HeldCheckIns } from '../../sync/contract/review.ts';
import type { ClassPhotos, ClassPresence } from '../../sync/contract/room-review.ts';
import type { LogSummary } from '../../sync/contract/server-log.ts';
import { en } from './text/en.ts';
import { zhCN } from './text/zh-CN.ts';

export type Fault = Static<typeof ErrorBodySchema>;

/** What the server refused, or why no answer came. `status` is 0 when none came. */
export class ApiError extends Error {
  readonly status: number;
  readonly fault: Fault;

  constructor(status: number, fault: Fault) {
    super(fault.messageEn);
    this.status = status;
    this.fault = fault;
  }
}

export interface DeviceCode {
  readonly code: string;
  readonly expiresAt: number;
}

export interface FiledClass {
  readonly class: string;
  readonly version: number;
  /** The filing of a late change that waits for a second reviewer. */
  readonly waiting?: string;
}

const root = '/api/v1';
const part = encodeURIComponent;

/** Called when the server no longer knows our session. */
let signedOut: () => void = () => {};
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}

export const api = {
  session: () => get<Session>('/session'),
  signIn: (login: { user: string; password: string; code?: string }) =>
    send<Session>('POST', '/session', login),
  signOut: () => call('/session', { method: 'DELETE' }),
  wall: (signal?: AbortSignal) => get<ClassWall>('/classes', signal),
  classDetail: (id: string, signal?: AbortSignal) => get<ClassDetail>(`/classes/${part(id)}`, signal),
  attendance: (id: string, signal?: AbortSignal) =>
    get<AttendanceGrid>(`/classes/${part(id)}/attendance`, signal),
  heldCheckIns: (id: string, signal?: AbortSignal) =>
    get<HeldCheckIns>(`/classes/${part(id)}/held-check-ins`, signal),
  replay: (id: string, session: string, camera: Replay['camera'], signal?: AbortSignal) =>
    get<Replay>(`/classes/${part(id)}/sessions/${part(session)}/replay?camera=${camera}`, signal),
  openLive: (id: string, camera: Replay['camera']) =>
    send<LiveViewOpened>('POST', `/classes/${part(id)}/live-views`, { camera }),
  liveState: (id: string, view: string) =>
    get<LiveViewState>(`/classes/${part(id)}/live-views/${part(view)}`),
  /** Outlives the page. A view that nobody closes ends by itself, so a failure changes nothing. */
  closeLive: (id: string, view: string): void =>
    void call(`/classes/${part(id)}/live-views/${part(view)}`, { method: 'DELETE', keepalive: true }).catch(
      () => undefined,
    ),
  livePlaylist: (id: string, view: string) =>
    `${root}/classes/${part(id)}/live-views/${part(view)}/live.m3u8`,
  liveViews: (id: string, signal?: AbortSignal) =>
    get<LiveViewList>(`/classes/${part(id)}/live-views`, signal),
  presence: (id: string, signal?: AbortSignal) => get<ClassPresence>(`/classes/${part(id)}/presence`, signal),
  photos: (id: string, signal?: AbortSignal) => get<ClassPhotos>(`/classes/${part(id)}/photos`, signal),
  periodVideo: (id: string, day: string, number: number, camera: Replay['camera']) =>
    get<PeriodVideo>(periodVideoPath(id, day, number, camera)),
  periodVideoUrl: (id: string, day: string, number: number, camera: Replay['camera']) =>
    root + periodVideoPath(id, day, number, camera),
  findings: (id: string, signal?: AbortSignal) =>
    get<FindingList>(id === '' ? '/findings' : `/findings?class=${part(id)}`, signal),
  verifyNow: () => send<FindingList>('POST', '/verification'),
  issueDeviceCode: () => send<DeviceCode>('POST', '/device-codes'),
  fileClass: (filing: object) => send<FiledClass>('POST', '/classes', filing),
  evidence: (id: string) => call(`/classes/${part(id)}/evidence`),
  planFile: (id: string) => call(`/classes/${part(id)}/plan-file`),
  devices: (signal?: AbortSignal) => get<DeviceList>('/devices', signal),
  revocationPreview: (device: string, fromSeq: string) =>
    get<RevocationPreview>(`/devices/${part(device)}/revocation-preview?fromSeq=${part(fromSeq)}`),
  revoke: (device: string, order: RevocationOrder) =>
    send<object>('POST', `/devices/${part(device)}/revocation`, order),
  logSummary: (signal?: AbortSignal) => get<LogSummary>('/log/summary', signal),
  trustKey: () => call('/trust'),
};

const periodVideoPath = (id: string, day: string, number: number, camera: Replay['camera']): string =>
  `/classes/${part(id)}/periods/${part(day)}/${number}/video.json?camera=${camera}`;

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call(path, signal ? { signal } : {}).then((answer) => bodyOf<T>(answer));
}

export function send<T>(method: string, path: string, body?: object): Promise<T> {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return call(path, { method, ...json }).then((answer) => bodyOf<T>(answer));
}

export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(root + path, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, localFault('server_unreachable', 'unreachable'));
  });
  if (answer.ok) return answer;
  if (answer.status === 401 && path !== '/session') signedOut();
  throw new ApiError(answer.status, await refusalOf(answer));
}

async function bodyOf<T>(answer: Response): Promise<T> {
  return (await answer.json().catch(() => {
    throw new ApiError(answer.status, localFault('internal', 'unreadable'));
  })) as T;
}

/** The server's ErrorBody, or ours when something between us answered instead. */
async function refusalOf(answer: Response): Promise<Fault> {
  const body: unknown = await answer.json().catch(() => null);
  if (isFault(body)) return body;
  return answer.status >= 502
    ? localFault('server_unreachable', 'unreachable')
    : localFault('internal', 'unreadable');
}

const isFault = (body: unknown): body is Fault =>
  typeof body === 'object' && body !== null && 'message' in body && 'messageEn' in body && 'code' in body;

const localFault = (code: string, why: 'unreachable' | 'unreadable'): Fault => ({
  code,
  message: zhCN.fault[why],
  messageEn: en.fault[why],
});

/** What to show for anything that was thrown. */
export function faultOf(error: unknown): Fault {
  return error instanceof ApiError ? error.fault : localFault('internal', 'unreadable');
}
