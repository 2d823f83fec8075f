import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Clock } from '../base/clock.ts';
import { AppError, type ErrorCode } from '../base/errors.ts';
import { parseAs } from '../base/parse.ts';
import { DeviceEnrolled, DevicePlans, RecordBatchAnswer, SegmentAnswer } from '../contract/device-api.ts';
import { sha256 } from '../evidence/digest.ts';
import type { Signer } from '../evidence/keys.ts';
import { emptyBodyDigest, signRequest } from './request-signature.ts';

interface LinkOptions {
  /** `http://127.0.0.1:8090` */
  readonly baseUrl: string;
  readonly signer: Signer;
  readonly clock: Clock;
  /** A request that takes longer is given up and tried again, ms. */
  readonly timeoutMs?: number;
}

/** The kiosk's requests to the review backend, each signed with the device key. */
export class ServerLink {
  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Makes this device known by a one-time code. */
  enrol(code: string, name: string): Promise<DeviceEnrolled> {
    const body = JSON.stringify({ code, name, publicKey: this.#options.signer.publicKey });
    return this.#send(DeviceEnrolled, 'POST', '/api/v1/devices', { body, contentType: 'application/json' });
  }

  plans(device: string): Promise<DevicePlans> {
    return this.#send(DevicePlans, 'GET', `/api/v1/devices/${device}/plans`, {
      device,
      bodyDigest: emptyBodyDigest,
    });
  }

  /** `records`: signed records as stored, oldest first. */
  sendRecords(device: string, records: readonly string[]): Promise<RecordBatchAnswer> {
    const body = `{"records":[${records.join(',')}]}`;
    const path = `/api/v1/devices/${device}/records`;
    const signed = { device, bodyDigest: sha256(body), body, contentType: 'application/json' };
    return this.#send(RecordBatchAnswer, 'POST', path, signed);
  }

  sendSegment(device: string, digest: string, file: string, sizeBytes: number): Promise<SegmentAnswer> {
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
    const path = `/api/v1/devices/${device}/segments/${digest}`;
    const signed = { device, bodyDigest: digest, body, contentType: 'video/mp4', sizeBytes };
    return this.#send(SegmentAnswer, 'PUT', path, signed);
  }

  async #send<T extends TSchema>(
    answer: T,
    method: string,
    path: string,
    request: {
      readonly device?: string;
      readonly bodyDigest?: string;
      readonly body?: string | ReadableStream;
      readonly contentType?: string;
      readonly sizeBytes?: number;
    },
  ): Promise<Static<T>> {
    const response = await this.#fetch(path, {
      method,
      headers: this.#headers(method, path, request),
      ...(request.body !== undefined && { body: request.body, duplex: 'half' }),
    });
    const value: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusal(response.status, value);
    return parseAs(answer, value, `answer of ${method} ${path}`);
  }

  #headers(
    method: string,
    path: string,
    request: { device?: string; bodyDigest?: string; contentType?: string; sizeBytes?: number },
  ): Record<string, string> {
    const { signer, clock } = this.#options;
    const { device, bodyDigest, contentType, sizeBytes } = request;
    return {
      ...(contentType && { 'content-type': contentType }),
      ...(sizeBytes !== undefined && { 'content-length': String(sizeBytes) }),
      ...(device &&
        bodyDigest && {
          authorization: signRequest({ method, path, bodyDigest }, device, signer, clock),
        }),
    };
  }

  async #fetch(path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.timeoutMs ?? 60_000);
    try {
      return await fetch(new URL(path, this.#options.baseUrl), { ...init, signal } as RequestInit);
    } catch (cause) {
      throw new AppError(
        'server_unreachable',
        'The review server cannot be reached; what is unsent stays here.',
        {
          cause,
          retryable: true,
          zh: '暂时连接不到审核服务器，数据保存在本机，稍后自动上传。',
        },
      );
    }
  }
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
