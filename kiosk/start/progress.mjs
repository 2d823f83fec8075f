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
      const changed = await work();
      stopShowing();
      out.write(`${head} ${changed ? `✓ 完成 done (${secondsSince(startedMs)} s)` : '✓ 已就绪 ready'}\n`);
    } catch (fault) {
      stopShowing();
      out.write(`${head} ✗ 失败 failed (${secondsSince(startedMs)} s)\n`);
      throw fault;
    }
  };
}

function spin(head, startedMs, out) {
  let frame = 0;
  const timer = setInterval(() => {
    frame = (frame + 1) % FRAMES.length;
    out.write(`\r\x1b[2K${head} ${FRAMES[frame]} ${secondsSince(startedMs)} s`);
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

function secondsSince(startedMs) {
  return Math.round((Date.now() - startedMs) / 1000);
}
