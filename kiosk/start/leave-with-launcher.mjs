// Loaded into both programs with `--import`: a launcher that was killed outright cannot stop them, so they notice.
const LOOK_EVERY_MS = 1000;
const GRACE_MS = 8000;
const launcherPid = process.ppid;

const watch = setInterval(() => {
  if (process.ppid === launcherPid) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), GRACE_MS).unref();
}, LOOK_EVERY_MS);
watch.unref();
