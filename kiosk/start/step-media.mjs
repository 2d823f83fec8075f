import { installDebianPackages, missingPackages } from './debian-packages.mjs';

/** ffmpeg opens the cameras, cuts the segments and feeds the frames. */
export const mediaStep = {
  label: '检查 ffmpeg Video tools',
  work: ({ logFile }) =>
    installDebianPackages(missingPackages({ ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg' }), logFile),
};
