import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Film } from './film.ts';
import { RtspSession } from './rtsp-session.ts';

const soundMs = (1_024 / 48_000) * 1_000;

/** When a picture left the camera, and how long it stands. */
export interface SentPicture {
  /** Epoch ms. */
  readonly at: number;
  readonly durationMs: number;
}

/**
 * An RTSP camera on a loopback port, whose levers do to it what happens to cameras. It knows when each of its
 * pictures was sent, which is what recordings are held against.
 *
 * ```
 * const camera = await RtspCamera.start(film);
 * camera.url; camera.freeze(); camera.thaw(); await camera.die(); await camera.revive(otherFilm);
 * ```
 */
export class RtspCamera {
  readonly sent: SentPicture[] = [];
  /** How fast its own clock goes: 0.95 is a camera that is slow. Set before it is started, or when it is dead. */
  speed = 1;
  #film: Film;
  #port = 0;
  #server: Server | undefined;
  readonly #sessions = new Set<RtspSession>();
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #pictures = 0;
  #sounds = 0;

  private constructor(film: Film) {
    this.#film = film;
  }

  static async start(film: Film, { speed = 1 } = {}): Promise<RtspCamera> {
    const camera = new RtspCamera(film);
    camera.speed = speed;
    await camera.revive();
    return camera;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${this.#port}/cam`;
  }

  /** The power is back, maybe after a change of its settings. */
  async revive(film = this.#film): Promise<void> {
    this.#film = film;
    const server = createServer((socket) => {
      const session = new RtspSession(socket, () => this.#film);
      this.#sessions.add(session);
      socket.once('close', () => this.#sessions.delete(session));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.thaw();
  }

  /** Its program hangs: connections stay, nothing is sent, nobody is answered. */
  freeze(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { socket } of this.#sessions) socket.pause();
    this.#server?.on('connection', pauseFrozen);
  }

  thaw(): void {
    if (this.#timer) return;
    for (const { socket } of this.#sessions) socket.resume();
    this.#server?.off('connection', pauseFrozen);
    [this.#startedAt, this.#pictures, this.#sounds] = [performance.now(), 0, 0];
    this.#play();
  }

  /** Power and network are gone. Resolves when nothing listens any more. */
  async die(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { socket } of this.#sessions) socket.destroy();
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  /** Sends everything that is due, and waits for the next picture. */
  #play(): void {
    const elapsedMs = (performance.now() - this.#startedAt) * this.speed;
    const pictureMs = 1_000 / this.#film.fps;
    while (this.#sounds * soundMs <= elapsedMs && this.#film.sounds.length > 0) this.#sendSound();
    while (this.#pictures * pictureMs <= elapsedMs) this.#sendPicture();
    const nextMs = Math.min(this.#pictures * pictureMs, this.#nextSoundMs());
    this.#timer = setTimeout(() => this.#play(), (nextMs - elapsedMs) / this.speed);
  }

  #nextSoundMs(): number {
    return this.#film.sounds.length > 0 ? this.#sounds * soundMs : Number.POSITIVE_INFINITY;
  }

  #sendPicture(): void {
    const { pictures, fps } = this.#film;
    const index = this.#pictures % pictures.length;
    for (const session of this.#sessions)
      session.sendPicture(index, Math.round((this.#pictures * 90_000) / fps));
    this.sent.push({ at: Date.now(), durationMs: 1_000 / fps / this.speed });
    this.#pictures += 1;
  }

  #sendSound(): void {
    const index = this.#sounds % this.#film.sounds.length;
    for (const session of this.#sessions) session.sendSound(index, this.#sounds * 1_024);
    this.#sounds += 1;
  }
}

function pauseFrozen(socket: { pause(): void }): void {
  socket.pause();
}
