import { AppError } from '../../sync/base/errors.ts';
import type { OpenPort } from './byte-port.ts';
import { openHid } from './hid.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';

export interface ReaderAddressOptions {
  /** False in real use: a check-in must not come from software. */
  readonly allowSimulated: boolean;
  /** Rate at which a serial line is first opened, bit/s; 57600 unless told. */
  readonly baud?: number;
  readonly hid?: { readonly reportSizeBytes?: number; readonly reportId?: number };
}

/**
 * Turns what stands in the configuration into a port that can be opened: `/dev/ttyUSB0`, `COM3`,
 * `tcp://host:port`, or `hid://vid:pid` in hexadecimal. Nothing is opened yet. Throws `AppError` invalid_input.
 */
export function parseReaderAddress(address: string, options: ReaderAddressOptions): OpenPort {
  const open = openerOf(address.trim(), options);
  if (!open) throw notAnAddress(address);
  return options.allowSimulated ? open : refuseSimulated(open);
}

/** The same port, except that opening throws `AppError` simulated_device_refused when software answers at it. */
export function refuseSimulated(open: OpenPort): OpenPort {
  return async () => {
    const port = await open();
    if (!port.simulated) return port;
    await port.close();
    throw new AppError(
      'simulated_device_refused',
      `The reader at ${port.name} is simulated, and simulated devices are not allowed here.`,
      { zh: `${port.name} 处的指纹仪是模拟设备，正式使用时不允许接入，请连接真实的指纹仪。` },
    );
  };
}

function openerOf(address: string, options: ReaderAddressOptions): OpenPort | undefined {
  const [, host, tcpPort] = /^tcp:\/\/(\[[\da-f:.]+\]|[^\s:/[\]]+):(\d{1,5})$/i.exec(address) ?? [];
  if (host && tcpPort) return tcpOpener(host, Number(tcpPort));

  const [, vendor, product] = /^hid:\/\/([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(address) ?? [];
  if (vendor && product) {
    const ids = { vendorId: Number.parseInt(vendor, 16), productId: Number.parseInt(product, 16) };
    return () => openHid({ ...ids, ...options.hid });
  }

  if (/^(\/[^\0]+|(\\\\\.\\)?COM\d{1,3})$/i.test(address)) {
    return () => openSerial(address, options.baud ?? 57_600);
  }
  return undefined;
}

function tcpOpener(host: string, port: number): OpenPort | undefined {
  if (port < 1 || port > 65_535) return undefined;
  return () => openTcp({ host: host.replace(/^\[|\]$/g, ''), port });
}

function notAnAddress(address: string): AppError {
  return new AppError(
    'invalid_input',
    `"${address}" is not a reader address; write /dev/ttyUSB0, COM3, tcp://host:port or hid://vid:pid.`,
    { zh: `“${address}”不是指纹仪地址，请填写 /dev/ttyUSB0、COM3、tcp://主机:端口 或 hid://厂商号:产品号。` },
  );
}
