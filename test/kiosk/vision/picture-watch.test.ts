import { expect, test } from 'vitest';
import { PictureWatch } from '../../../kiosk/vision/picture-watch.ts';
import type { RecordData, RecordKind } from '../../../sync/contract/records.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';

const lesson = { lesson: 'les_1', session: 'ses_am', class: 'cls_1' };
const black = Buffer.alloc(96 * 54 * 3);
/** Stripes at a place of chance: every picture another, so that it neither stands still nor repeats. */
const striped = () => {
  const shift = Math.random() * 90;
  return Buffer.from(black.map((_, i) => (Math.sin(((Math.floor(i / 3) % 96) + shift) / 4) > 0 ? 200 : 60)));
};

function watch() {
  const camera = new FakeCamera('');
  const written: RecordData<'picture'>[] = [];
  let at = 0;
  let recorded: typeof lesson | undefined = lesson;
  let full = false;
  const log = {
    append: (_kind: RecordKind, _class: string | null, data: object) => {
      if (full) throw new Error('no room');
      written.push(data as RecordData<'picture'>);
    },
  };
  const clock = { now: () => at, mono: () => at, boot: 'b' };
  const logger = { error: () => undefined };
  new PictureWatch({
    ...{ camera, log, clock: clock as never, logger: logger as never },
    lesson: () => recorded,
    onChange: () => undefined,
  });
  const show = (seconds: number, picture: (i: number) => Buffer) => {
    for (let i = 0; i < 2 * seconds; i += 1) {
      at += 500;
      camera.giveFrame({ width: 96, height: 54, rgb: picture(i), at });
    }
  };
  return {
    ...{ written, show },
    record: (what: typeof lesson | undefined) => {
      recorded = what;
    },
    fill: (isFull: boolean) => {
      full = isFull;
    },
  };
}

const events = (written: readonly RecordData<'picture'>[]) =>
  written.map(({ fault, event, since, at }) => [fault, event, since, at]);

test('a fault is written down once, and once more when it is over', () => {
  const { written, show } = watch();
  show(20, striped);
  show(60, () => black);
  show(20, striped);
  expect(events(written)).toEqual([
    ['black', 'began', 20_500, 30_500],
    ['black', 'ended', 20_500, 85_000],
  ]);
});

test('outside of a lesson nothing is written; one that begins in the dark says so', () => {
  const { written, show, record } = watch();
  record(undefined);
  show(60, () => black);
  expect(written).toEqual([]);
  record(lesson);
  show(1, () => black);
  record(undefined);
  show(1, () => black);
  expect(events(written)).toEqual([
    ['black', 'began', 500, 60_500],
    ['black', 'ended', 500, 61_500],
  ]);
});

test('what a full disk did not take is written when there is room', () => {
  const { written, show, fill } = watch();
  fill(true);
  show(40, () => black);
  fill(false);
  show(1, () => black);
  expect(events(written)).toEqual([['black', 'began', 500, 40_500]]);
});
