import { expect, test, vi } from 'vitest';
import { KIOSK, type Launched, launchFake, SERVER, UNDER_NPM } from './fake-project.ts';
import { stillRunning } from './still-running.ts';

const READY = 'Ctrl-C stops everything';

function expectNothingLeft(launched: Launched, programs: number): Promise<void> {
  const pids = launched.pids();
  expect(pids).toHaveLength(programs * 2);
  return vi.waitFor(() => expect(pids.filter(stillRunning)).toEqual([]), { timeout: 15_000, interval: 100 });
}

test('the server first, then the kiosk with what it handed over; then what a person needs, one line each', async () => {
  const launched = await launchFake(SERVER, KIOSK);
  await launched.printed(READY);
  const [kioskPort, serverPort] = launched.ports;
  expect(launched.output().trim().split('\n')).toEqual([
    `[1/1] server http://127.0.0.1:${serverPort}/ c1 clock-set 7 tcp://127.0.0.1:1`,
    `kiosk: http://127.0.0.1:${kioskPort}/`,
    `review: http://127.0.0.1:${serverPort}/`,
    'login: admin p4ss',
    'pull token: t0ken',
    'class admin PIN: 135790',
    `按 Ctrl-C 停止 ${READY}`,
  ]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s, though it comes twice, stops every process',
  async (signal) => {
    const launched = await launchFake(SERVER, KIOSK);
    await launched.printed(READY);
    launched.launcher.kill(signal);
    launched.launcher.kill(signal);
    expect(await launched.ended).toBe(0);
    await expectNothingLeft(launched, 2);
  },
);

test('a kiosk that cannot start says why, and the server is stopped', async () => {
  const failing = KIOSK.replace("type: 'ready'", "type: 'failed', message: '名单第 3 行缺少姓名'").concat(
    'process.exit(1);',
  );
  const launched = await launchFake(SERVER, failing);
  expect(await launched.ended).toBe(1);
  expect(launched.output()).toMatch(
    /kiosk 未能启动 could not start: 名单第 3 行缺少姓名\n日志 log: .*kiosk\.log\n$/,
  );
  await expectNothingLeft(launched, 2);
});

test('a server that cannot start is told by the last words of its log, and the kiosk is not started', async () => {
  const launched = await launchFake("throw new Error('migration 2 failed');", KIOSK);
  expect(await launched.ended).toBe(1);
  expect(launched.output()).toContain('review server 未能启动 could not start: Error: migration 2 failed');
  expect(launched.pids()).toEqual([]);
});

test('a program that ends later ends everything', async () => {
  const launched = await launchFake(SERVER, KIOSK);
  await launched.printed(READY);
  const [victim] = launched.pids();
  process.kill(victim ?? 0, 'SIGKILL');
  expect(await launched.ended).toBe(1);
  expect(launched.output()).toContain('意外退出 ended unexpectedly');
  await expectNothingLeft(launched, 2);
});

test('stopped while the kiosk is still starting', async () => {
  const launched = await launchFake(SERVER, KIOSK.replace("type: 'ready'", "type: 'not yet'"));
  await launched.printed('[1/1]');
  launched.launcher.kill('SIGINT');
  expect(await launched.ended).toBe(0);
  await expectNothingLeft(launched, 2);
});

test.each([
  ['a launcher that is killed outright takes its programs along', undefined],
  ['an npm that is killed outright takes everything along', UNDER_NPM],
])('%s', async (_what, starter) => {
  const launched = await launchFake(SERVER, KIOSK, starter);
  await launched.printed(READY);
  launched.launcher.kill('SIGKILL');
  await launched.ended;
  await expectNothingLeft(launched, 2);
});
