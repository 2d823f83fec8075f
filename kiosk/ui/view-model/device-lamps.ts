import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';

type LampTone = 'good' | 'busy' | 'bad';

export interface Lamp {
  readonly id: DeviceName | 'upload';
  readonly label: string;
  readonly tone: LampTone;
  readonly word: string;
  /** The driver's own words about a fault. */
  readonly detail: string | null;
  readonly since: number | null;
}

type DeviceName = keyof KioskView['devices'];
type DeviceState = KioskView['devices'][DeviceName]['state'];

const order: readonly DeviceName[] = ['doorCamera', 'roomCamera', 'reader', 'disk'];
const tones: Record<DeviceState, LampTone> = { starting: 'busy', ready: 'good', 'out-of-order': 'bad' };

/** The row of lamps: four devices, then the upload. */
export function deviceLamps(view: Pick<KioskView, 'devices' | 'storage' | 'sync'>, text: Dictionary): Lamp[] {
  const lamps = order.map((name) => deviceLamp(name, view.devices, text));
  return [...lamps.map((lamp) => withRoom(lamp, view.storage, text)), uploadLamp(view.sync, text)];
}

/** A disk without room is not out of order: its lamp says which it is. */
function withRoom(lamp: Lamp, storage: KioskView['storage'], text: Dictionary): Lamp {
  if (lamp.id !== 'disk' || storage === 'ample') return lamp;
  return { ...lamp, tone: 'bad', word: text.storage.lamp[storage] };
}

function deviceLamp(name: DeviceName, devices: KioskView['devices'], text: Dictionary): Lamp {
  const { state, detail, since } = devices[name];
  return {
    id: name,
    label: text.devices[name],
    tone: tones[state],
    word: text.devices.states[state],
    detail: detail ?? null,
    since,
  };
}

function uploadLamp(sync: KioskView['sync'], text: Dictionary): Lamp {
  const waiting = sync.recordsWaiting + sync.segmentsWaiting;
  // Offline is not a fault: everything waits here and is sent later.
  const tone = sync.online ? 'good' : 'busy';
  return {
    id: 'upload',
    label: text.devices.upload,
    tone,
    word: uploadWord(sync.online, waiting, text),
    detail: null,
    since: null,
  };
}

function uploadWord(online: boolean, waiting: number, text: Dictionary): string {
  if (online) return waiting === 0 ? text.upload.done : text.upload.waiting(waiting);
  return waiting === 0 ? text.upload.offline : text.upload.offlineWaiting(waiting);
}
