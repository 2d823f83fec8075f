import { basename } from 'node:path';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { VideoSegment } from './camera.ts';
import { finishSegment, listSpool, readMediaZero } from './segment-spool.ts';

export interface SpoolSetup {
  /** Of this camera alone; what lies in it when the camera starts is taken for left behind. */
  readonly dir: string;
  readonly log: Logger;
  readonly onSegment: (segment: VideoSegment) => void;
}

/** Gives out the segments that an earlier process left in the folder: it died, or nobody took them. */
export async function salvageSpool(setup: SpoolSetup): Promise<void> {
  for (const left of await listSpool(setup.dir)) {
    setup.log.warn({ file: basename(left.file) }, 'segment of an earlier process found');
    await giveSegment(left.file, await readMediaZero(setup.dir, left), { ...setup, afterCrash: true });
  }
}

/** Reads a closed or cut-off segment's times and gives it out. A file that cannot be read stays where it is. */
export async function giveSegment(
  file: string,
  mediaZeroAt: number,
  setup: SpoolSetup & { readonly afterCrash?: boolean },
): Promise<void> {
  try {
    const finished = await finishSegment(file, mediaZeroAt, setup);
    if (!finished) return setup.log.warn({ file: basename(file) }, 'segment without a picture deleted');
    if (!finished.whole)
      setup.log.warn({ file: basename(file) }, 'segment has a hole; what follows it is not claimed');
    const { whole: _, ...segment } = finished;
    setup.onSegment(segment);
  } catch (error) {
    setup.log.error({ file: basename(file), fault: messageOf(error) }, 'segment could not be given out');
  }
}
