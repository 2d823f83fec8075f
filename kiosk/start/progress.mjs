const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const QUIET_MS = 400;
const FRAME_MS = 120;

/**
 * Counted steps on a terminal (one line each, spinning while it works) or in a log (a line when a step begins to
 * take long, and a line when it is done).
 */
export function countedSteps(total, out = process.stdout) {
  let count = 0;
  return async function step(label, work) {
    count += 1;
    const head = `[${count}/${total}] ${label}`;
    const startedMs = Date.now();
    const stopShowing = out.isTTY ? spin(head, startedMs, out) : announceWhenSlow(head, out);
    try {
      await work();
      stopShowing();
      out.write(`${head} ✓${timeTaken(startedMs)}\n`);
    } catch (fault) {
      stopShowing();
      out.write(`${head} ✗${timeTaken(startedMs)}\n`);
      throw fault;
    }
  };
}

function spin(head, startedMs, out) {
  let frame = 0;
  const timer = setInterval(() => {
    frame = (frame + 1) % FRAMES.length;
    out.write(`\r\x1b[2K${head} ${FRAMES[frame]}${timeTaken(startedMs)}`);
  }, FRAME_MS);
  return () => {
    clearInterval(timer);
    out.write('\r\x1b[2K');
  };
}

function announceWhenSlow(head, out) {
  const timer = setTimeout(() => out.write(`${head} …\n`), QUIET_MS);
  return () => clearTimeout(timer);
}

/** Nothing when it took no time worth telling. */
function timeTaken(startedMs) {
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  return seconds === 0 ? '' : ` ${seconds} s`;
}
