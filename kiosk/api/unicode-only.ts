import { AppError } from '../../sync/base/errors.ts';
import type { KioskApi } from './kiosk-api.ts';

/**
 * Half a character (a lone surrogate) is text to JSON.parse and to a schema, and can be neither signed nor stored:
 * refused with `invalid_input` before a route sees it. Bodies of this API are flat.
 */
export function unicodeOnly(api: KioskApi): void {
  // After validation: what a route has no schema for may be anything, and no route reads it.
  api.addHook('preHandler', async ({ body, routeOptions }) => {
    if (routeOptions.schema?.body === undefined) return;
    for (const [field, value] of Object.entries(body as object))
      if (typeof value === 'string' && !value.isWellFormed()) throw notUnicode(field);
  });
}

function notUnicode(field: string): AppError {
  return new AppError('invalid_input', `${field} is not valid Unicode.`, {
    field,
    zh: `${field} 含有无效字符。`,
  });
}
