// Loaded into both programs with `--import`: a launcher that was killed outright cannot stop them, so they notice.
// It signals the whole process group, since nobody is left to sweep up an ffmpeg.
const LOOK_EVERY_MS = 1000;
const GRACE_MS = 8000;
const OWN_GROUP = 0;
const launcherPid = process.ppid;

const watch = setInterval(() => {
  if (process.ppid === launcherPid) return;
  clearInterval(watch);
  setTimeout(() => process.kill(OWN_GROUP, 'SIGKILL'), GRACE_MS).unref();
  process.kill(OWN_GROUP, 'SIGTERM');
}, LOOK_EVERY_MS);
watch.unref();
