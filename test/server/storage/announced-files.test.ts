import { expect, test } from 'vitest';
import { announcedState } from '../../../server/storage/announced-files.ts';

test('a file is verified by the device that announces it alone; harmed it is whoever brought it', () => {
  const states = (['verified', 'damaged', null] as const).map((fileState) => [
    announcedState({ fileState, receivedFrom: 'dev_1' }),
    announcedState({ fileState, receivedFrom: null }),
  ]);
  expect(states).toEqual([
    ['verified', 'announced'],
    ['damaged', 'damaged'],
    ['announced', 'announced'],
  ]);
});
