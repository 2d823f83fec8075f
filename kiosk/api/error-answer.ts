import type { ErrorObject } from 'ajv';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import { describe } from '../../sync/base/parse.ts';
import { errorBodyOf, httpStatusOf } from '../../sync/transport/http-errors.ts';

/** Turns what a route threw into one sentence; what nobody foresaw tells nothing but that it happened. */
export function answerError(
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const known = isAppError(error) ? error : ofFastify(error);
  const status = httpStatusOf(known);
  // Never the message: it may hold a value from the request.
  if (status >= 500)
    request.log.error(
      { code: known.code, fault: error.name, route: request.routeOptions.url },
      'request failed',
    );
  reply.code(status).send(errorBodyOf(status === 500 ? unforeseen() : known));
}

/** What Fastify refuses before any route: an address that cannot be decoded, or with too long a part. */
export function answerUnroutable(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const error = new AppError('invalid_input', 'The address of the request is not valid.', {
    zh: '请求地址不正确。',
  });
  reply.code(httpStatusOf(error)).send(errorBodyOf(error));
}

/** Never the address: it may hold anything. */
export function answerNothingHere(_request: FastifyRequest, reply: FastifyReply): void {
  const error = new AppError('not_found', 'There is nothing at this address.', { zh: '该地址不存在。' });
  reply.code(httpStatusOf(error)).send(errorBodyOf(error));
}

function ofFastify(error: FastifyError): AppError {
  const problem = error.validation?.[0] && describe(error.validation[0] as ErrorObject);
  if (problem) {
    const { field, en, zh } = problem;
    return new AppError('invalid_input', `${field} ${en}.`, { field, zh: `${field} ${zh}。` });
  }
  const status = error.statusCode ?? 500;
  if (status < 400 || status >= 500) return unforeseen();
  return new AppError('invalid_input', error.message, { zh: '请求格式不正确。' });
}

function unforeseen(): AppError {
  return new AppError('internal', 'Something went wrong here; it was written to the log.', {
    zh: '系统出现意外，已写入日志，请重试或联系班主任。',
  });
}
