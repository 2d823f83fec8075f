import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode, isAppError } from '../../sync/base/errors.ts';
import type { ErrorBody } from '../../sync/contract/device-api.ts';
import type { App } from '../parts.ts';

const statusOf: Partial<Record<ErrorCode, number>> = {
  invalid_input: 400,
  truncated_upload: 400,
  unauthorised: 401,
  unknown_device: 401,
  bad_signature: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  digest_mismatch: 422,
  too_many_tries: 429,
  disk_full: 507,
};

/** Every failure leaves as one `ErrorBody`; what went wrong inside stays inside. */
export function handleErrors(app: App): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = isAppError(error) ? error : fromFastify(error);
    if (!known) return answerInternal(error, request, reply);
    const status = statusOf[known.code] ?? 500;
    if (status >= 500)
      request.log.error({ code: known.code, route: request.routeOptions.url }, 'request failed');
    return reply.code(httpStatus(error, status)).send(bodyOf(known));
  });
}

export function bodyOf(error: AppError): ErrorBody {
  const body = { code: error.code, message: error.zh ?? error.message, messageEn: error.message };
  return error.field === undefined ? body : { ...body, field: error.field };
}

/** Fastify's own refusals of a request: not JSON, too large, a content type that no route takes. */
function fromFastify(error: FastifyError): AppError | undefined {
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return undefined;
  if (status === 413) {
    return new AppError('invalid_input', 'The body is too large.', { zh: '请求内容过大。' });
  }
  return new AppError('invalid_input', 'The request cannot be read: check its content type and body.', {
    zh: '请求无法读取，请检查内容类型与格式。',
  });
}

/** Fastify's 413 and 415 keep their number. */
function httpStatus(error: FastifyError | AppError, status: number): number {
  return isAppError(error) ? status : (error.statusCode ?? status);
}

/** The name and place of the fault, never its message: a message may hold a value from the request. */
function answerInternal(error: Error, request: FastifyRequest, reply: FastifyReply) {
  const at = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  request.log.error({ fault: error.name, at, route: request.routeOptions.url }, 'request failed');
  const internal = new AppError('internal', 'The server failed; its log says where.', {
    zh: '服务器内部错误，请联系管理员查看日志。',
  });
  return reply.code(500).send(bodyOf(internal));
}
