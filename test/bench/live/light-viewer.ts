import type { ServerProgram } from '../server-program.ts';

/** A viewer that fetches what a player would, part after part, and decodes nothing. */
export class LightViewer {
  readonly #server: ServerProgram;
  readonly #base: string;
  readonly #running: Promise<void>;
  #closed = false;
  parts = 0;

  private constructor(server: ServerProgram, base: string) {
    this.#server = server;
    this.#base = base;
    this.#running = this.#follow();
  }

  static async open(server: ServerProgram, classId: string): Promise<LightViewer> {
    const views = `/api/v1/classes/${classId}/live-views`;
    const answer = await fetch(server.url + views, {
      method: 'POST',
      headers: { cookie: server.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ camera: 'room' }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const { view } = (await answer.json()) as { view: string };
    return new LightViewer(server, `${views}/${view}`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  /** As RFC 8216bis says: each playlist is asked for with the part that comes next. */
  async #follow(): Promise<void> {
    const had = new Set<string>();
    let next = '';
    while (!this.#closed) {
      const playlist = await (await this.#get(`/live.m3u8${next}`)).text();
      const uris = [...playlist.matchAll(/EXT-X-PART:[^\n]*URI="([^"]+)"/g)].map(([, uri = '']) => uri);
      for (const uri of had.size === 0 ? uris.slice(-1) : uris.filter((one) => !had.has(one))) {
        await (await this.#get(`/${uri}`)).arrayBuffer();
        this.parts += 1;
      }
      for (const uri of uris) had.add(uri);
      const [, msn, part] = uris.at(-1)?.split('/') ?? [];
      if (msn === undefined) await new Promise((resolve) => setTimeout(resolve, 200));
      next = msn === undefined ? '' : `?_HLS_msn=${msn}&_HLS_part=${Number(part) + 1}`;
    }
  }

  async #get(path: string): Promise<Response> {
    const answer = await fetch(this.#server.url + this.#base + path, {
      headers: { cookie: this.#server.cookie },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  }
}
