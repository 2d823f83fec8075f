import { PlainFault } from './plain-fault.mjs';

/**
 * Starts the review server, then the kiosk with what the server handed over, prints what a person needs, and keeps
 * both until `stopAsked` settles or one of them ends.
 *
 * ```
 *  server ──ready { url, login, pullToken, handover }──▶ launcher ──server { url, handover }──▶ kiosk
 *  server ◀─clock { at, id }──────────────────────────── launcher ◀─clock, progress, ready───── kiosk
 *  server ──clock-set { id }───────────────────────────▶ launcher ──clock-set { id }──────────▶ kiosk
 * ```
 * @param programs `{ server, kiosk }`: a ChildProgram each, not started yet.
 * @returns once all is stopped because it was asked to be.
 * @throws PlainFault when a program ended by itself; the other one is stopped by then.
 */
export async function runPrograms({ server, kiosk, stopAsked, print }) {
  const running = [];
  const start = (program) => {
    program.start();
    running.push(program);
  };
  /** Undefined when stopping was asked for first. */
  const waitFor = (event, whatFailed) =>
    Promise.race([
      event,
      stopAsked.then(() => undefined),
      ...running.map((one) => endsEarly(one, whatFailed)),
    ]);
  try {
    start(server);
    const review = await waitFor(message(server, 'ready'), '未能启动 could not start');
    if (review === undefined) return;
    start(kiosk);
    relay(server, kiosk, print);
    kiosk.send({ type: 'server', url: review.url, handover: review.handover });
    const classroom = await waitFor(message(kiosk, 'ready'), '未能启动 could not start');
    if (classroom === undefined) return;
    printReady(classroom, review, print);
    await waitFor(stopAsked, '意外退出 ended unexpectedly');
  } finally {
    await Promise.all(running.map((program) => program.stop()));
  }
}

function relay(server, kiosk, print) {
  kiosk.onMessage('clock', (clock) => server.send(clock));
  server.onMessage('clock-set', (clockSet) => kiosk.send(clockSet));
  kiosk.onMessage('progress', ({ step, of, text }) => print(`[${step}/${of}] ${text}`));
}

function message(program, type) {
  return new Promise((resolve) => program.onMessage(type, resolve));
}

async function endsEarly(program, whatFailed) {
  const why = await program.ended;
  const { name, logFile } = program.spec;
  throw new PlainFault(`${name} ${whatFailed}${why === '' ? '' : `: ${why}`}\n日志 log: ${logFile}`);
}

function printReady(classroom, review, print) {
  print(`kiosk: ${classroom.url}`);
  print(`review: ${review.url}`);
  print(`login: ${review.login.user} ${review.login.password}`);
  print(`pull token: ${review.pullToken}`);
  print(`class admin PIN: ${classroom.pin}`);
  print('按 Ctrl-C 停止 Ctrl-C stops everything');
}
