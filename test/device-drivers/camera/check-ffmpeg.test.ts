import { expect, it } from 'vitest';
import { checkFfmpeg, missingIn } from '../../../device-drivers/camera/check-ffmpeg.ts';
import { isAppError } from '../../../sync/base/errors.ts';

it('accepts the system’s own ffmpeg', async () => {
  expect((await checkFfmpeg()).version).toMatch(/^\d|^N/);
});

it('names the line to run when there is none', async () => {
  const fault = await checkFfmpeg('no-such-ffmpeg').catch((error: unknown) => error);
  expect(isAppError(fault, 'tool_missing') && fault.message).toContain('apt-get install ffmpeg');
});

it('finds what a build lacks', () => {
  const table = ' D  rtsp            RTSP input\n DE mov,mp4,m4a      QuickTime / MOV\n';
  expect(missingIn(table, ['rtsp', 'mp4', 'segment'])).toEqual(['segment']);
});
