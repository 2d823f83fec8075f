import { beforeEach, describe, expect, test } from 'vitest';
import { KioskFeed } from '../../../../kiosk/ui/state/kiosk-feed.ts';
import { SimulatedClock } from '../../../../sync/base/simulated-clock.ts';
import type { KioskView } from '../../../../sync/contract/kiosk-view.ts';
import { viewOf } from '../view-fixture.ts';

class FakeStream {
  closed = false;
  #listener: (event: { data: string }) => void = () => undefined;

  addEventListener(_: 'state', listener: (event: { data: string }) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.closed = true;
  }

  send(view: KioskView): void {
    this.#listener({ data: JSON.stringify(view) });
  }
}

describe('KioskFeed', () => {
  let clock: SimulatedClock;
  let streams: FakeStream[];
  let views: KioskView[];
  let feed: KioskFeed;
  const newest = () => streams.at(-1) as FakeStream;

  beforeEach(() => {
    clock = new SimulatedClock(0);
    streams = [];
    views = [];
    feed = new KioskFeed({
      openStream: () => {
        streams.push(new FakeStream());
        return newest();
      },
      monotonicMs: () => clock.mono(),
      onView: (view) => views.push(view),
    });
    feed.start();
  });

  test('hands on every view, and is not lost while they come', () => {
    newest().send(viewOf({ now: 1 }));
    clock.advance(5_000);
    newest().send(viewOf({ now: 2 }));
    clock.advance(5_000);
    expect(feed.isLost()).toBe(false);
    expect(views.map(({ now }) => now)).toEqual([1, 2]);
  });

  test('after more than 6 s of silence it is lost, and opens a new stream every 6 s until one speaks', () => {
    clock.advance(6_000);
    expect(feed.isLost()).toBe(false);
    clock.advance(1);
    expect(feed.isLost()).toBe(true);
    expect(feed.isLost()).toBe(true);
    expect(streams.map(({ closed }) => closed)).toEqual([true, false]);
    clock.advance(6_001);
    expect(feed.isLost()).toBe(true);
    expect(streams).toHaveLength(3);
    newest().send(viewOf());
    expect(feed.isLost()).toBe(false);
  });

  test('a late word of a stream that was given up is not listened to', () => {
    const given = newest();
    clock.advance(6_001);
    feed.isLost();
    given.send(viewOf());
    expect(views).toEqual([]);
  });

  test('closes its stream', () => {
    feed.close();
    expect(newest().closed).toBe(true);
  });
});
