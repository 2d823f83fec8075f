import type { Clock } from '../../sync/base/clock.ts';
import type { TimeReceipt } from '../../sync/evidence/time.ts';
import { bad, type Finding, good } from './finding.ts';

interface ClockFacts {
  readonly clock: Clock;
  /** The server's newest word on the time; undefined before the first. */
  readonly receipt: TimeReceipt | undefined;
  /** The newest one before the test, which tells what happened to the clock since. */
  readonly earlier: TimeReceipt | undefined;
  /** Without the server's word for longer, check-ins wait for a reviewer. */
  readonly maxOfflineMs: number;
}

/** People are called late by this clock. */
const offBelowMs = 30_000;
/** Clocks are read one after the other. */
const readingToleranceMs = 2_000;
const freshMs = 60_000;

/** Compares the wall clock with the server's newest word, carried on by the count of time since the machine's start. */
export function tryClock({ clock, receipt, earlier, maxOfflineMs }: ClockFacts): Finding {
  if (!receipt) return neverSet;
  if (receipt.clock.boot !== clock.boot) return rebooted;
  const ageMs = clock.uptime() - receipt.clock.uptime;
  const monoMs = clock.mono() - receipt.clock.mono;
  if (Math.abs(ageMs - monoMs) > readingToleranceMs) return countsDiffer;
  const offMs = clock.now() - (receipt.at + ageMs);
  if (Math.abs(offMs) > offBelowMs) return wrong(offMs);
  if (ageMs > maxOfflineMs) return tooLong(ageMs);
  if (ageMs > freshMs) return good(...offline(ageMs, offMs));
  return good(...inStep(offMs, stepSince(earlier, clock)));
}

/** By how much the wall clock was set since `earlier`, ms; 0 when it was not, or when nobody can tell. */
function stepSince(earlier: TimeReceipt | undefined, clock: Clock): number {
  if (earlier?.clock.boot !== clock.boot) return 0;
  const wallMs = clock.now() - earlier.clock.wall;
  const stepMs = wallMs - (clock.uptime() - earlier.clock.uptime);
  return Math.abs(stepMs) > readingToleranceMs ? stepMs : 0;
}

const neverSet = bad(
  '还没有和人社部门审核端对过时，请接通网络后再测一次',
  'Never compared with the review centre: connect the network and test again',
);
const rebooted = bad(
  '本机重启后还没有和人社部门审核端对过时，请接通网络后再测一次，否则签到要等人工审核',
  'Not compared with the review centre since this machine started: connect the network and test again, or check-ins wait for a reviewer',
);
const countsDiffer = bad(
  '计时异常，请重启本机后再测一次',
  'This machine does not count time evenly: restart it and test again',
);

function wrong(offMs: number): Finding {
  const [zh, en] = offMs > 0 ? ['快', 'fast'] : ['慢', 'slow'];
  return bad(
    `本机时间${zh}了 ${lengthZh(offMs)}，请联系维护人员校准`,
    `This clock is ${lengthEn(offMs)} ${en}: call maintenance to set it`,
  );
}

function tooLong(ageMs: number): Finding {
  return bad(
    `已 ${lengthZh(ageMs)}没有和人社部门审核端对时，请接通网络，否则签到要等人工审核`,
    `Not compared with the review centre for ${lengthEn(ageMs)}: connect the network, or check-ins wait for a reviewer`,
  );
}

function offline(ageMs: number, offMs: number): [zh: string, en: string] {
  return [
    `现在离线；${lengthZh(ageMs)}前对过时，推算相差 ${secondsZh(offMs)}`,
    `Offline; compared ${lengthEn(ageMs)} ago, off by ${secondsEn(offMs)} since`,
  ];
}

function inStep(offMs: number, stepMs: number): [zh: string, en: string] {
  const [zh, en] = [`与人社部门审核端相差 ${secondsZh(offMs)}`, `Off by ${secondsEn(offMs)}`];
  if (stepMs === 0) return [zh, en];
  return [
    `${zh}；上次对时后本机时间被改动过 ${lengthZh(stepMs)}`,
    `${en}; it was set by ${lengthEn(stepMs)} since the last comparison`,
  ];
}

const secondsZh = (ms: number) => `${(Math.abs(ms) / 1_000).toFixed(1)} 秒`;
const secondsEn = (ms: number) => `${(Math.abs(ms) / 1_000).toFixed(1)} s`;
const lengthZh = (ms: number) => lengthOf(ms, [' 小时', ' 分钟', ' 秒']);
const lengthEn = (ms: number) => lengthOf(ms, [' h', ' min', ' s']);

/** In the largest unit that is not 0. */
function lengthOf(ms: number, units: readonly [hours: string, minutes: string, seconds: string]): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds >= 3_600) return `${Math.round(seconds / 3_600)}${units[0]}`;
  if (seconds >= 60) return `${Math.round(seconds / 60)}${units[1]}`;
  return `${seconds}${units[2]}`;
}
