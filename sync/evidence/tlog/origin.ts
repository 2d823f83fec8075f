import { keyIdOf } from '../keys.ts';

/**
 * The name of the log, and of its key. It comes from the key itself, so that moving the server to another address
 * begins no new log, and who holds the key knows the name.
 */
export function originOf(serverKey: string): string {
  return `keqin/${keyIdOf(serverKey).slice(0, 16)}`;
}
