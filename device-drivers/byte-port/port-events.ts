import { AppError } from '../../sync/base/errors.ts';

type DataListener = (bytes: Uint8Array) => void;
type CloseListener = (cause?: Error) => void;

/** The listening half of every byte port: data while it lives, then one goodbye, also to those who ask late. */
export class PortEvents {
  readonly #dataListeners: DataListener[] = [];
  #closeListeners: CloseListener[] = [];
  #end: { readonly cause: Error | undefined } | undefined;

  get isGone(): boolean {
    return this.#end !== undefined;
  }

  onData(listener: DataListener): void {
    this.#dataListeners.push(listener);
  }

  onClose(listener: CloseListener): void {
    const end = this.#end;
    if (end) queueMicrotask(() => listener(end.cause));
    else this.#closeListeners.push(listener);
  }

  emitData(bytes: Uint8Array): void {
    if (this.#end) return;
    for (const listener of this.#dataListeners) listener(bytes);
  }

  /** The port is gone; only the first call counts. Without a cause we closed it ourselves. */
  emitGone(cause?: Error): void {
    if (this.#end) return;
    this.#end = { cause };
    const listeners = this.#closeListeners;
    this.#closeListeners = [];
    for (const listener of listeners) listener(cause);
  }
}

/** The fault of a port that cannot be opened or is gone; trying again later may help. */
export function portUnavailable(name: string, cause?: unknown): AppError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new AppError('device_unavailable', `The port ${name} cannot be used${reason}.`, {
    zh: `端口 ${name} 无法使用，请检查连线和电源。`,
    retryable: true,
    cause,
  });
}
