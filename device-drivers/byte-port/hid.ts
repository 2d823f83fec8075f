import type { BytePort } from './byte-port.ts';
import { PortEvents, portUnavailable } from './port-events.ts';

/** How a USB HID reader carries its bytes. The numbers come from the vendor: nothing is discovered. */
export interface HidAddress {
  readonly vendorId: number;
  readonly productId: number;
  /** Payload of one report, without its id; 64 unless told. */
  readonly reportSizeBytes?: number;
  /** 0 when the device does not number its reports; otherwise the id is written and stripped. */
  readonly reportId?: number;
}

/** The part of node-hid's `HIDAsync` that a port needs. */
export interface HidHandle {
  write(report: Buffer): Promise<number>;
  on(event: 'data', listener: (report: Buffer) => void): unknown;
  on(event: 'error', listener: (cause: Error) => void): unknown;
  close(): Promise<void>;
}

export type OpenHidHandle = (vendorId: number, productId: number) => Promise<HidHandle>;

/**
 * EXPERIMENTAL: no device was at hand, and no public EF01-over-HID layout is known. HID is taken as a byte pipe:
 * writes are cut into reports and padded with zeros; the zeros that come back stand between packets, where the
 * packet parser skips them. Throws `AppError` device_unavailable.
 */
export async function openHid(
  address: HidAddress,
  openHandle: OpenHidHandle = openNodeHid,
): Promise<BytePort> {
  const { vendorId, productId, reportSizeBytes = 64, reportId = 0 } = address;
  const name = `hid://${hex4(vendorId)}:${hex4(productId)}`;
  const handle = await openHandle(vendorId, productId).catch((cause) => {
    throw portUnavailable(name, cause);
  });
  const events = new PortEvents();
  handle.on('data', (report) => events.emitData(reportId === 0 ? report : report.subarray(1)));
  handle.on('error', (cause) => {
    events.emitGone(cause);
    void handle.close().catch(() => undefined); // it failed already: only its memory is to be freed
  });
  return {
    name,
    simulated: false,
    async write(bytes) {
      if (events.isGone) throw portUnavailable(name);
      for (const report of cutIntoReports(bytes, reportSizeBytes, reportId)) {
        await handle.write(report).catch((cause) => {
          throw portUnavailable(name, cause);
        });
      }
    },
    onData: (listener) => events.onData(listener),
    onClose: (listener) => events.onClose(listener),
    async close() {
      if (events.isGone) return;
      events.emitGone();
      await handle.close();
    },
  };
}

function cutIntoReports(bytes: Uint8Array, sizeBytes: number, reportId: number): Buffer[] {
  const reports: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += sizeBytes) {
    const report = Buffer.alloc(1 + sizeBytes);
    report[0] = reportId;
    report.set(bytes.subarray(start, start + sizeBytes), 1);
    reports.push(report);
  }
  return reports;
}

async function openNodeHid(vendorId: number, productId: number): Promise<HidHandle> {
  // Loaded on first use: its native part needs libudev, which a kiosk without a HID reader may lack.
  const { HIDAsync } = await import('node-hid');
  return HIDAsync.open(vendorId, productId);
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}
