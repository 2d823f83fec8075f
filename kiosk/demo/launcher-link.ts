import { randomUUID } from 'node:crypto';

/** What the review server of the demo hands over, by way of the launcher. */
export interface ServerHandover {
  readonly url: string;
  readonly handover: {
    readonly deviceCode: string;
    readonly reviewer: { readonly user: string; readonly password: string };
  };
}

/** The IPC line to `npm start`, which started this program and the server. */
export class LauncherLink {
  /** The server's address, once it runs. */
  server(): Promise<ServerHandover> {
    return this.#message<ServerHandover>((m) => m.type === 'server');
  }

  /** Sets the demo server's clock, so that both programs play the same past; null gives it the real one back. */
  async setServerClock(at: number | null): Promise<void> {
    const id = randomUUID();
    const done = this.#message((m) => m.type === 'clock-set' && m.id === id);
    process.send?.({ type: 'clock', at, id });
    await done;
  }

  progress(step: number, of: number, text: string): void {
    process.send?.({ type: 'progress', step, of, text });
  }

  ready(url: string, pin: string): void {
    process.send?.({ type: 'ready', url, pin });
  }

  failed(message: string): void {
    process.send?.({ type: 'failed', message });
  }

  #message<T>(is: (message: { type?: string; id?: string }) => boolean): Promise<T> {
    return new Promise((resolve) => {
      const listen = (message: object) => {
        if (!is(message)) return;
        process.off('message', listen);
        resolve(message as T);
      };
      process.on('message', listen);
    });
  }
}
