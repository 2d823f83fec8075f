import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import { errorBodyOf, httpStatusOf } from '../../sync/transport/http-errors.ts';
import type { App } from '../parts.ts';

/** Every failure leaves as one `ErrorBody`; what went wrong inside stays inside. */
export function handleErrors(app: App): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = isAppError(error) ? error : fromFastify(error);
    if (!known) return answerInternal(error, request, reply);
    const status = httpStatusOf(known);
    if (status >= 500)
      request.log.error({ code: known.code, route: request.routeOptions.url }, 'request failed');
    return reply.code(statusOf(error, status)).send(errorBodyOf(known));
  });
}

/** What Fastify refuses before any route: an address that cannot be decoded, or with too long a part. */
export function answerUnroutable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const known =
    fromFastify(error) ?? new AppError('invalid_input', 'The address of the request is not valid.');
  reply.code(statusOf(error, 400)).send(errorBodyOf(known));
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
function statusOf(error: FastifyError | AppError, status: number): number {
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
  return reply.code(500).send(errorBodyOf(internal));
}
