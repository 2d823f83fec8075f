import fc from 'fast-check';
import { oddText } from './odd-json.ts';

/** What Node's own server would not take into a header is not sent. */
export const headerText = oddText.map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?'));

const headerName = fc.constantFrom(
  ...['accept', 'content-type', 'content-encoding', 'cookie', 'range', 'if-none-match', 'if-modified-since'],
  ...['host', 'last-event-id', 'origin', 'sec-fetch-site', 'x-forwarded-host', 'upgrade', 'connection'],
  ...['x-http-method-override', 'accept-encoding', '__proto__', 'constructor', 'te'],
);

const headerValue = fc.oneof(
  { arbitrary: headerText, weight: 2 },
  {
    arbitrary: fc.constantFrom(
      ...['application/json', 'application/json; charset=utf-7', 'text/plain', 'multipart/form-data', '*/*'],
      ...['bytes=0-1', 'bytes=-1', 'bytes=9-1', 'bytes=0-99999999999999999999', 'gzip', 'br', 'chunked'],
      ...['cross-site', 'same-origin', 'null', 'websocket', 'keqin-admin=x', 'DELETE'],
    ),
    weight: 3,
  },
);

/** Up to three headers, right and wrong ones. Without `expect`, which Node itself answers. */
export const oddHeaders: fc.Arbitrary<Record<string, string>> = fc
  .array(fc.tuple(headerName, headerValue), { maxLength: 3 })
  .map((pairs) => Object.fromEntries(pairs));

/** What an address may end in: a query, a fragment, nothing. */
export const oddQuery: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constant(''), weight: 2 },
  {
    arbitrary: fc.constantFrom(
      '?',
      '?=',
      '?a=1&a=2',
      '?__proto__=1',
      '?a[b]=1',
      '?%',
      '?a=%ff',
      '#x',
      ';a=b',
    ),
    weight: 1,
  },
  { arbitrary: oddText.map((text) => `?${encodeURI(text.toWellFormed())}`), weight: 1 },
);

/** A part of a path, some of them not escaped as they should be. */
export const pathPart: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: oddText.map((text) => encodeURIComponent(text.toWellFormed())), weight: 3 },
  {
    arbitrary: fc.constantFrom(
      ...[
        '..',
        '../..',
        '..%2f..',
        '%2e%2e/%2e%2e',
        '%2e%2e%2f%2e%2e%2f',
        '..%5c..',
        '....//....',
        '%c0%ae%c0%ae',
      ],
      ...[
        '%',
        '%zz',
        '%00',
        '%ff',
        '%ed%a0%80',
        '//',
        '//evil.example',
        '.git',
        'a'.repeat(5_000),
        ':id',
        '*',
        '~',
      ],
    ),
    weight: 2,
  },
);
