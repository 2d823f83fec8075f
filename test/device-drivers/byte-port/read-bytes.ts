import type { BytePort } from '../../../device-drivers/byte-port/byte-port.ts';

/** Resolves with the next `sizeBytes` bytes that arrive at the port. */
export function readBytes(port: BytePort, sizeBytes: number): Promise<Buffer> {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0);
    port.onData((bytes) => {
      held = Buffer.concat([held, bytes]);
      if (held.length >= sizeBytes) resolve(held.subarray(0, sizeBytes));
    });
  });
}

/** Resolves when the port is gone, with the cause. */
export function untilGone(port: BytePort): Promise<Error | undefined> {
  return new Promise((resolve) => port.onClose(resolve));
}
