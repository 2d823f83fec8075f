import type { ErrorBody } from '../../../sync/contract/device-api.ts';
import { en } from '../text/en.ts';
import type { Language } from '../text/language.ts';
import { zhCN } from '../text/zh-CN.ts';

/** A refused or failed call is a value: the page shows its sentence. `status` 0: the kiosk did not answer. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'error'; readonly status: number; readonly error: ErrorBody };

type HttpMethod = 'GET' | 'POST' | 'DELETE';

/** Calls the kiosk's own API, same origin, under `/api/v1/`. An empty answer has the value `undefined`. */
export async function call<T = undefined>(
  method: HttpMethod,
  path: string,
  body?: unknown,
): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const content = await response.text();
    const value: unknown = content === '' ? undefined : JSON.parse(content);
    if (response.ok) return { kind: 'ok', value: value as T };
    return { kind: 'error', status: response.status, error: isErrorBody(value) ? value : noAnswer };
  } catch {
    return { kind: 'error', status: 0, error: noAnswer };
  }
}

/** The sentence of an error in the page's language. */
export function errorSentence(error: ErrorBody, language: Language): string {
  return language === 'zh' ? error.message : error.messageEn;
}

const noAnswer: ErrorBody = { code: 'no-answer', message: zhCN.noAnswer, messageEn: en.noAnswer };

function isErrorBody(value: unknown): value is ErrorBody {
  return typeof value === 'object' && value !== null && 'message' in value && 'messageEn' in value;
}
