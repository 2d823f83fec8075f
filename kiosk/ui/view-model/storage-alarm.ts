import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';

/** The red banner 磁盘将满; null while video has room. Whether or not a lesson runs: somebody must act before it does. */
export function storageAlarm(
  storage: KioskView['storage'],
  text: Dictionary,
): { readonly text: string; readonly advice: string } | null {
  if (storage === 'ample' || storage === 'low') return null;
  return text.storage[storage];
}
