import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Personal data and secrets that must never reach a log line, wherever in an object they stand. */
const secretFields = [
  'name',
  'idNumber',
  'phone',
  'pin',
  'password',
  'token',
  'cookie',
  'authorization',
  'privateKey',
  'template',
  'embedding',
  'rgb',
  'jpeg',
  'image',
]; // prettier-ignore

/** A JSON-lines logger. Redaction is the second fence; the first is to pass ids, never people. */
export function createLog(
  program: 'kiosk' | 'server',
  level = 'info',
  destination?: DestinationStream,
): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*[*].${field}`]);
  const options = { level, base: { program }, redact: { paths, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}
