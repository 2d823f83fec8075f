import fs, { rmSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { parseCameraSource } from '../../../device-drivers/camera/source.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';

export interface RecordingOrder {
  readonly address: string;
  /** Undefined: pictures alone. */
  readonly spool?: string;
  /** Undefined: no pictures are taken out. */
  readonly frames?: { readonly fps: number; readonly width: number };
  /** Finished segments stay where they are. */
  readonly keep?: true;
  /** Nothing is brought to the disk: the control of power cuts. */
  readonly forgetful?: true;
}

/**
 * Records an address into a spool, until it is killed or its stdin ends; says `ready` when video comes. A finished
 * segment, which an ending of this program cannot harm, is told by its end, and deleted.
 */
async function main([text = '{}']: string[]): Promise<void> {
  const order = JSON.parse(text) as RecordingOrder;
  if (order.forgetful) forgetSyncs();
  // Loaded now: the driver takes hold of the call that was replaced.
  const { FfmpegCamera } = await import('../../../device-drivers/camera/ffmpeg-camera.ts');
  const camera = new FfmpegCamera({
    source: parseCameraSource(order.address),
    segments: order.spool === undefined ? undefined : { dir: order.spool, seconds: 5 },
    frames: order.frames,
    clock: systemClock(),
    log: createLog('kiosk', 'warn', process.stderr),
  });
  camera.onSegment(({ file, endAt }) => {
    writeSync(1, `finished ${endAt}\n`);
    if (!order.keep) rmSync(file, { force: true });
  });
  camera.onState(({ state }) => console.log(state));
  camera.start();
  process.stdin.resume().once('end', () => void camera.close().then(() => process.exit()));
}

function forgetSyncs(): void {
  Reflect.set(fs, 'fdatasync', (_fd: number, done: (error: null) => void) => setImmediate(done, null));
  syncBuiltinESMExports();
}

await main(process.argv.slice(2));
