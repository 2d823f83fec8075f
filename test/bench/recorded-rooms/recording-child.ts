import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RoomRecord, RoomSetup, Stretch } from './recorded-camera.ts';
import type { Answer, Order } from './recording-program.ts';

const program = fileURLToPath(new URL('recording-program.ts', import.meta.url));

/** Starts a program; `ShiftedClock.spawn` is one, `node:child_process` spawn another. */
export type Spawn = (
  command: string,
  args: readonly string[],
  options: { readonly stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
) => ChildProcess;

/** The recording program, as the bench that started it sees it. */
export class RecordingChild {
  readonly #child: ChildProcess;
  #lessons: readonly Stretch[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(spawn: Spawn, rooms: readonly RoomSetup[]): Promise<RecordingChild> {
    const args = ['--expose-gc', '--import', 'tsx', program, JSON.stringify(rooms)];
    const child = new RecordingChild(
      spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
    const { lessons } = await child.#next('ready');
    child.#lessons = lessons;
    return child;
  }

  /** Of each room, by the program's own clock. */
  get lessons(): readonly Stretch[] {
    return this.#lessons;
  }

  tell(order: Order): void {
    this.#child.send(order);
  }

  async memory(): Promise<Extract<Answer, { kind: 'memory' }>> {
    this.tell({ kind: 'memory' });
    return this.#next('memory');
  }

  /** What stands in the logs; the program is gone then. */
  async end(): Promise<readonly RoomRecord[]> {
    const gone = once(this.#child, 'exit');
    this.tell({ kind: 'end' });
    const { rooms } = await this.#next('end');
    await gone;
    return rooms;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #next<K extends Answer['kind']>(kind: K): Promise<Extract<Answer, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error('the recording program ended by itself'));
      const onMessage = (answer: Answer) => {
        if (answer.kind !== kind) return;
        this.#child.off('message', onMessage).off('exit', onExit);
        resolve(answer as Extract<Answer, { kind: K }>);
      };
      this.#child.on('message', onMessage).on('exit', onExit);
    });
  }
}
