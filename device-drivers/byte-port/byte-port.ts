/** A two-way pipe of bytes to one device. Serial line, USB HID, TCP or a simulated device: all look like this. */
export interface BytePort {
  /** What was opened, e.g. `/dev/ttyUSB0` or `tcp://10.0.0.5:9000`. For messages to people. */
  readonly name: string;
  /** True when bytes come from software rather than a device (simulated, pseudo-terminal). */
  readonly simulated: boolean;
  /** Resolves once the bytes are handed to the operating system. */
  write(bytes: Uint8Array): Promise<void>;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, when the port is gone: closed by us, unplugged, or failed. */
  onClose(listener: (cause?: Error) => void): void;
  /** Serial lines only: changes the rate of the open line. A port without it has no rate to look for. */
  setBaud?(baud: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the port anew; called again after every loss. Throws `AppError` device_unavailable. */
export type OpenPort = () => Promise<BytePort>;
