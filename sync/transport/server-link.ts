import { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Clock } from '../base/clock.ts';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { parseAs } from '../base/parse.ts';
import {
  ContactAnswer,
  DeviceEnrolled,
  DevicePlans,
  RecordBatchAnswer,
  SegmentAnswer,
} from '../contract/device-api.ts';
import { LivePushAnswer } from '../contract/live.ts';
import type { DeviceSuite } from '../contract/primitives.ts';
import type { Statement } from '../contract/statements.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { sha256 } from '../evidence/digest.ts';
import { type SlowSigner, sealSlowly } from '../evidence/statement.ts';
import { livePushType } from './control-push.ts';
import { openStream } from './open-stream.ts';
import { putFile } from './put-file.ts';
import type { RateLimit } from './rate-limit.ts';
import { emptyBodyDigest, signRequest } from './request-signature.ts';

interface LinkOptions {
  /** `http://127.0.0.1:8090` */
  readonly baseUrl: string;
  /** The device key, as far as the server knows it: another one while a rotation is on its way. */
  readonly signer: () => SlowSigner;
  readonly clock: Clock;
  /** A request that takes longer (for a segment: that does not move for so long) is given up, ms. */
  readonly timeoutMs?: number;
  /** Of all that is sent together; without it the link is used as it is. */
  readonly rateLimit?: RateLimit;
}

interface SegmentToSend {
  readonly sha256: string;
  readonly file: string;
  readonly sizeBytes: number;
}

const defaultTimeoutMs = 60_000;
/** Live video that comes later is none. */
const liveTimeoutMs = 5_000;

/** The kiosk's requests to the review backend, each signed with the device key. */
export class ServerLink {
  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Makes this device known by a one-time code. */
  async enrol(code: string, name: string): Promise<DeviceEnrolled> {
    const signer = this.#options.signer();
    const { publicKey } = signer;
    const suite = signer.suite as DeviceSuite;
    const order = await sealSlowly('certificate-request', { v: 1, code, name, publicKey, suite }, signer);
    const body = canonicalJson(order);
    return this.#send(DeviceEnrolled, 'POST', '/api/v1/devices', { body, contentType: 'application/json' });
  }

  plans(device: string): Promise<DevicePlans> {
    return this.#send(DevicePlans, 'GET', `/api/v1/devices/${device}/plans`, {
      device,
      bodyDigest: emptyBodyDigest,
    });
  }

  /** Tells where the log stands; gives the server's word on when. */
  contact(device: string, head: Statement<'head'>): Promise<ContactAnswer> {
    const body = canonicalJson({ head });
    const signed = { device, bodyDigest: sha256(body), body, contentType: 'application/json' };
    return this.#send(ContactAnswer, 'POST', `/api/v1/devices/${device}/contact`, signed);
  }

  /** `records`: signed records as stored, oldest first; `head` is that of the last. */
  sendRecords(
    device: string,
    head: Statement<'head'>,
    records: readonly string[],
  ): Promise<RecordBatchAnswer> {
    const body = `{"head":${canonicalJson(head)},"records":[${records.join(',')}]}`;
    const path = `/api/v1/devices/${device}/records`;
    const signed = {
      device,
      bodyDigest: sha256(body),
      ...this.#paced(body),
      contentType: 'application/json',
    };
    return this.#send(RecordBatchAnswer, 'POST', path, signed);
  }

  async sendSegment(
    device: string,
    { sha256: digest, file, sizeBytes }: SegmentToSend,
  ): Promise<SegmentAnswer> {
    const { baseUrl, rateLimit, timeoutMs: stallMs = defaultTimeoutMs } = this.#options;
    const path = `/api/v1/devices/${device}/segments/${digest}`;
    const contentType = file.endsWith('.jpg') ? 'image/jpeg' : 'video/mp4';
    const signed = { device, bodyDigest: digest, contentType };
    const headers = await this.#headers('PUT', path, signed);
    const put = { file, sizeBytes, headers, stallMs, rateLimit };
    const { status, value } = await putFile(new URL(path, baseUrl), put).catch((error: unknown) => {
      throw isAboutFile(error) ? error : unreachable(error);
    });
    if (status !== 200) throw refusal(status, value);
    return parseAs(SegmentAnswer, value, `answer of PUT ${path}`);
  }

  /** The server's lines to this device, for as long as it takes; ends with `signal`. */
  async openControl(device: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const path = `/api/v1/devices/${device}/control`;
    const headers = await this.#headers('GET', path, { device, bodyDigest: emptyBodyDigest });
    const url = new URL(path, this.#options.baseUrl);
    const { status, body, value } = await openStream(url, headers, signal).catch((cause) => {
      throw unreachable(cause);
    });
    if (status !== 200) throw refusal(status, value);
    return body;
  }

  /** Live video that the server asked for: past the limit on evidence, and given up when it takes too long. */
  pushLive(device: string, feed: string, body: Buffer): Promise<LivePushAnswer> {
    const path = `/api/v1/devices/${device}/live/${feed}`;
    const signed = { device, bodyDigest: sha256(body), body, contentType: livePushType };
    return this.#send(LivePushAnswer, 'POST', path, { ...signed, timeoutMs: liveTimeoutMs });
  }

  /** A body as it is, or as a stream at the pace of the limit. */
  #paced(body: string): { readonly body: string | ReadableStream; readonly sizeBytes?: number } {
    const { rateLimit } = this.#options;
    if (!rateLimit) return { body };
    const bytes = Buffer.from(body);
    return { body: streamOf(rateLimit.pace([bytes])), sizeBytes: bytes.length };
  }

  async #send<T extends TSchema>(
    answer: T,
    method: string,
    path: string,
    request: {
      readonly device?: string;
      readonly bodyDigest?: string;
      readonly body?: string | Buffer | ReadableStream;
      readonly contentType?: string;
      readonly sizeBytes?: number;
      readonly timeoutMs?: number;
    },
  ): Promise<Static<T>> {
    const response = await this.#fetch(path, {
      method,
      headers: await this.#headers(method, path, request),
      ...(request.body !== undefined && { body: request.body, duplex: 'half' }),
      ...(request.timeoutMs !== undefined && { signal: AbortSignal.timeout(request.timeoutMs) }),
    });
    const value: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusal(response.status, value);
    return parseAs(answer, value, `answer of ${method} ${path}`);
  }

  async #headers(
    method: string,
    path: string,
    request: { device?: string; bodyDigest?: string; contentType?: string; sizeBytes?: number },
  ): Promise<Record<string, string>> {
    const { signer, clock } = this.#options;
    const { device, bodyDigest, contentType, sizeBytes } = request;
    return {
      ...(contentType && { 'content-type': contentType }),
      ...(sizeBytes !== undefined && { 'content-length': String(sizeBytes) }),
      ...(device &&
        bodyDigest && {
          authorization: await signRequest({ method, path, bodyDigest }, device, signer(), clock),
        }),
    };
  }

  async #fetch(path: string, init: Omit<RequestInit, 'body'> & { duplex?: 'half' }): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.timeoutMs ?? defaultTimeoutMs);
    try {
      return await fetch(new URL(path, this.#options.baseUrl), { signal, ...init } as RequestInit);
    } catch (cause) {
      throw unreachable(cause);
    }
  }
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream {
  return Readable.toWeb(Readable.from(bytes, { highWaterMark: 1 })) as ReadableStream;
}

/** True for a segment that is not, or no longer, to be read here: no link mends that. */
function isAboutFile(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).path !== undefined;
}

function unreachable(cause: unknown): AppError {
  return new AppError(
    'server_unreachable',
    'The review server cannot be reached; what is unsent stays here.',
    {
      cause,
      retryable: true,
      zh: '暂时连接不到审核服务器，数据保存在本机，稍后自动上传。',
    },
  );
}

/** The server's refusal as an error; server faults and overload are worth another try. */
function refusal(status: number, body: unknown): AppError {
  const { code, message, messageEn } = (body ?? {}) as {
    code?: ErrorCode;
    message?: string;
    messageEn?: string;
  };
  return new AppError(code ?? 'internal', messageEn ?? `The review server answered ${status}.`, {
    retryable: status >= 500 || status === 429 || status === 408,
    ...(message && { zh: message }),
  });
}
