import type { AppError, ErrorCode } from '../base/errors.ts';
import type { ErrorBody } from '../contract/device-api.ts';

/** Codes that are not here are faults of ours: 500. */
const statusOf: { readonly [code in ErrorCode]?: number } = {
  invalid_input: 400,
  truncated_upload: 400,
  unauthorised: 401,
  unknown_device: 401,
  bad_signature: 401,
  second_factor_needed: 401,
  forbidden: 403,
  device_revoked: 403,
  not_found: 404,
  conflict: 409,
  device_cloned: 409,
  stale_nonce: 409,
  digest_mismatch: 422,
  too_many_tries: 429,
  device_unavailable: 503,
  device_timeout: 504,
  disk_full: 507,
};

/** The HTTP status of a refusal; both programs answer alike. */
export function httpStatusOf(error: AppError): number {
  return statusOf[error.code] ?? 500;
}

/** The body of a refusal: one sentence in Chinese and in English, and the field when one is wrong. */
export function errorBodyOf({ code, message, zh, field }: AppError): ErrorBody {
  return { code, message: zh ?? message, messageEn: message, ...(field !== undefined && { field }) };
}
