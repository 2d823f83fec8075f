import type { DeviceList } from '../../sync/contract/device-review.ts';

export type DeviceLine = DeviceList['devices'][number];

const dayMs = 86_400_000;
const warnDays = 30;

export type CertificateState =
  /** Of version 1: it does not run out. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'fine' | 'soon'; readonly endsAt: number; readonly daysLeft: number }
  | { readonly kind: 'over'; readonly endsAt: number };

export function certificateState(
  { certificateExpiresAt: endsAt }: Pick<DeviceLine, 'certificateExpiresAt'>,
  now: number,
): CertificateState {
  if (endsAt === null) return { kind: 'endless' };
  if (endsAt <= now) return { kind: 'over', endsAt };
  const daysLeft = Math.floor((endsAt - now) / dayMs);
  return { kind: daysLeft < warnDays ? 'soon' : 'fine', endsAt, daysLeft };
}

/** What matters most about a kiosk. */
export function stateOf(device: DeviceLine, now: number): 'revoked' | 'cloned' | 'expired' | 'fine' {
  if (device.revokedFrom !== null) return 'revoked';
  if (device.cloned !== null) return 'cloned';
  return certificateState(device, now).kind === 'over' ? 'expired' : 'fine';
}

/** Those that need a look first: copied ones, then revoked ones last, else by name. */
export function inOrder(devices: readonly DeviceLine[]): readonly DeviceLine[] {
  const rank = (line: DeviceLine): number => (isAlarming(line) ? 0 : line.revokedFrom === null ? 1 : 2);
  return devices.toSorted((a, b) => rank(a) - rank(b) || byName.compare(a.name, b.name));
}

const byName = new Intl.Collator('zh-CN', { numeric: true });

/** Caught with two logs, and nothing done about it yet. */
export const isAlarming = ({ cloned, revokedFrom }: DeviceLine): boolean =>
  cloned !== null && revokedFrom === null;

/** A revocation can only reach further back, and the first record is as far as it goes. */
export const canRevoke = ({ revokedFrom }: DeviceLine): boolean =>
  revokedFrom === null || BigInt(revokedFrom) > 1n;

/** The last record from which a revocation may begin: the next one, or one earlier than what is revoked. */
export function lastFromSeq({ records, revokedFrom }: Pick<DeviceLine, 'records' | 'revokedFrom'>): string {
  return String(revokedFrom === null ? BigInt(records) + 1n : BigInt(revokedFrom) - 1n);
}

/** What somebody typed as the first record that does not count; undefined when it is none between 1 and `last`. */
export function readFromSeq(typed: string, last: string): string | undefined {
  const digits = typed.trim();
  if (!/^[1-9][0-9]{0,18}$/.test(digits)) return undefined;
  return BigInt(digits) <= BigInt(last) ? digits : undefined;
}
