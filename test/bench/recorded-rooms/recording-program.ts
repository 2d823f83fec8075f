import { systemClock } from '../../../sync/base/clock.ts';
import { RecordedCamera, type RoomRecord, type RoomSetup, type Stretch } from './recorded-camera.ts';

/** What the bench tells this program, by IPC. */
export type Order =
  | { readonly kind: 'pause' | 'resume'; readonly room: number }
  | { readonly kind: 'memory' }
  | { readonly kind: 'end' };

/** What it answers. */
export type Answer =
  | { readonly kind: 'ready'; readonly lessons: readonly Stretch[] }
  | { readonly kind: 'memory'; readonly rssBytes: number; readonly heapBytes: number }
  | { readonly kind: 'end'; readonly rooms: readonly RoomRecord[] };

/** Some recorded rooms in a process of their own, whose memory and clock can be looked at, and shifted. */
const setups = JSON.parse(process.argv[2] ?? '[]') as RoomSetup[];
const clock = systemClock();
const rooms = await Promise.all(setups.map((setup) => RecordedCamera.open(setup, clock)));
const answer = (message: Answer) => process.send?.(message);

process.on('message', async (order: Order) => {
  if (order.kind === 'pause') rooms[order.room]?.recorder.pauseByAdmin('bench');
  if (order.kind === 'resume') rooms[order.room]?.recorder.resumeByAdmin();
  if (order.kind === 'memory') {
    global.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    answer({ kind: 'memory', rssBytes: rss, heapBytes: heapUsed });
  }
  if (order.kind !== 'end') return;
  const records = rooms.map((room) => room.read());
  await Promise.all(rooms.map((room) => room.close()));
  answer({ kind: 'end', rooms: records });
  process.disconnect();
});
answer({ kind: 'ready', lessons: rooms.map(({ lesson }) => lesson) });
