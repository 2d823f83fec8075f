import type { TSchema } from 'typebox';
import { AppError, isAppError } from '../../sync/base/errors.ts';
import { parseAs } from '../../sync/base/parse.ts';
import type { App } from '../parts.ts';

/**
 * Requests are judged as they are: nothing removed, coerced or filled in, for a signed record must not change on
 * its way. Only a query string's whole numbers are read as numbers. Answers are written as they are, too.
 */
export function judgeRequests(app: App): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => (value: unknown) => {
    try {
      const input = httpPart === 'querystring' ? readNumbers(schema, value) : value;
      const parsed = parseAs(schema, input, 'request');
      if (!isUnicode(parsed)) throw notUnicode();
      return { value: parsed };
    } catch (error) {
      return { error: inBothLanguages(error) };
    }
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
}

function readNumbers(schema: TSchema, value: unknown): unknown {
  const properties = (schema as { properties?: Record<string, { type?: string }> }).properties ?? {};
  const entries = Object.entries(value as Record<string, unknown>).map(([name, text]) => {
    const wanted = properties[name]?.type === 'integer' && /^\d{1,9}$/.test(String(text));
    return [name, wanted ? Number(text) : text];
  });
  return Object.fromEntries(entries);
}

/** A lone surrogate is a string to JSON.parse; it can be neither signed nor stored as it is. */
function isUnicode(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inside]) => name.isWellFormed() && isUnicode(inside));
}

function notUnicode(): AppError {
  return new AppError('invalid_input', 'request: a text in it is not valid Unicode.', {
    zh: '请求有误：其中有文字不是有效的 Unicode。',
  });
}

function inBothLanguages(error: unknown): Error {
  if (!isAppError(error)) return error as Error;
  const { message, field, code } = error;
  const zh = error.zh?.replace(/^request：/, '请求有误：');
  return new AppError(code, message, { ...(zh ? { zh } : {}), ...(field ? { field } : {}) });
}
