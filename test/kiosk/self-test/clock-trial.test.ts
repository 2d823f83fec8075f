import { expect, test } from 'vitest';
import { tryClock } from '../../../kiosk/self-test/clock-trial.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { TimeReceipt } from '../../../sync/evidence/time.ts';

const hourMs = 3_600_000;
const maxOfflineMs = 24 * hourMs;

/** The server's word at this moment, when its clock is `aheadMs` ahead of ours. */
function receiptNow(clock: SimulatedClock, aheadMs = 0): TimeReceipt {
  const reading = { boot: clock.boot, mono: clock.mono(), uptime: clock.uptime(), wall: clock.now() };
  const digest = 'a'.repeat(64);
  return {
    v: 1,
    device: 'dev_1',
    nonce: 'n',
    seq: '1',
    head: digest,
    at: clock.now() + aheadMs,
    clock: reading,
  };
}

function said(clock: SimulatedClock, receipt: TimeReceipt | undefined, earlier = receipt) {
  const { ok, zh } = tryClock({ clock, receipt, earlier, maxOfflineMs });
  return `${ok ? 'ok' : 'bad'}: ${zh}`;
}

test('compared just now: says by how much it is off', () => {
  const clock = new SimulatedClock(1e12);
  expect(said(clock, receiptNow(clock, -1_400))).toBe('ok: 与人社部门审核端相差 1.4 秒');
});

test('wrong by more than half a minute, either way', () => {
  const clock = new SimulatedClock(1e12);
  expect(said(clock, receiptNow(clock, 40_000))).toBe('bad: 本机时间慢了 40 秒，请联系维护人员校准');
  expect(said(clock, receiptNow(clock, -2 * hourMs))).toBe('bad: 本机时间快了 2 小时，请联系维护人员校准');
});

test('offline: says so, and how old the server’s word is; a clock set since is noticed all the same', () => {
  const clock = new SimulatedClock(1e12);
  const receipt = receiptNow(clock);
  clock.advance(3 * hourMs);
  expect(said(clock, receipt)).toBe('ok: 现在离线；3 小时前对过时，推算相差 0.0 秒');
  clock.jumpWall(-hourMs);
  expect(said(clock, receipt)).toBe('bad: 本机时间慢了 1 小时，请联系维护人员校准');
});

test('offline for longer than the class allows', () => {
  const clock = new SimulatedClock(1e12);
  const receipt = receiptNow(clock);
  clock.advance(30 * hourMs);
  expect(said(clock, receipt)).toContain('bad: 已 30 小时没有和人社部门审核端对时');
});

test('a clock that was set and is right now: well, and said', () => {
  const clock = new SimulatedClock(1e12);
  const earlier = receiptNow(clock, hourMs);
  clock.advance(1_000);
  clock.jumpWall(hourMs);
  expect(said(clock, receiptNow(clock), earlier)).toBe(
    'ok: 与人社部门审核端相差 0.0 秒；上次对时后本机时间被改动过 1 小时',
  );
});

test('no word of the server, or one from before the machine started', () => {
  const clock = new SimulatedClock(1e12);
  expect(said(clock, undefined)).toContain('bad: 还没有和人社部门审核端对过时');
  const receipt = receiptNow(clock);
  clock.reboot('next', 60_000);
  expect(said(clock, receipt)).toContain('bad: 本机重启后');
});

test('a program whose count of time was shifted', () => {
  const clock = new SimulatedClock(1e12);
  const receipt = receiptNow(clock);
  clock.shiftProgram(10_000);
  expect(said(clock, receipt)).toContain('bad: 计时异常');
});
