/** Every fault the two programs can name. Expected outcomes are values, not errors. */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'conflict'
  | 'unauthorised'
  | 'forbidden'
  | 'second_factor_needed'
  | 'too_many_tries'
  | 'unknown_device'
  | 'device_revoked'
  | 'device_cloned'
  | 'stale_nonce'
  | 'bad_signature'
  | 'digest_mismatch'
  | 'truncated_upload'
  | 'disk_full'
  | 'port_in_use'
  | 'device_unavailable'
  | 'device_timeout'
  | 'device_protocol'
  | 'simulated_device_refused'
  | 'tool_missing'
  | 'model_invalid'
  | 'server_unreachable'
  | 'key_unsafe'
  | 'internal';

export interface ErrorDetails {
  /** The same sentence for people, in Chinese: what happened and what to do next. */
  readonly zh?: string;
  /** Path of the field that is wrong, e.g. `periods[3].endAt`. */
  readonly field?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The one error class. `message` is one English sentence for consoles and logs; it names no person. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly zh: string | undefined;
  readonly field: string | undefined;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.zh = details.zh;
    this.field = details.field;
    this.retryable = details.retryable ?? false;
  }
}

/** Narrow by this guard, never by the message. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
