import { AppError, isAppError } from '../../../sync/base/errors.ts';
import type { Logger } from '../../../sync/base/log.ts';
import type { BytePort } from '../../byte-port/byte-port.ts';
import { code } from './codes.ts';
import {
  countTemplates,
  growHandshake,
  readSystemParameters,
  refusal,
  type SystemParameters,
  synochipHandshake,
  verifyPassword,
} from './commands.ts';
import { readSlots } from './library.ts';
import { Ef01Link } from './link.ts';

/** What the module's opcodes mean: they clash from 0x28 on. `base` is safe everywhere. */
export type Dialect = 'grow' | 'synochip' | 'base';

/** A module that was found, unlocked and understood. */
export interface Session {
  readonly link: Ef01Link;
  readonly dialect: Dialect;
  readonly capacity: number;
  /** The rate at which it answered, bit/s; undefined where the port has no rate. */
  readonly baud: number | undefined;
}

export interface ProbeOptions {
  readonly address: number;
  readonly password: number;
  readonly quietMs: number;
  /** Tried before the usual rates, e.g. the one that worked last time. */
  readonly firstBaud?: number | undefined;
  readonly log: Logger;
}

const usualBauds = [57_600, 115_200, 9_600, 19_200, 38_400, 28_800];

/**
 * Finds the module behind an open port: rate and password, then parameters, dialect and library.
 * Throws `AppError` device_timeout when nothing answers, device_protocol when the answers make no sense,
 * unauthorised when the module has a password that is not ours.
 */
export async function openSession(port: BytePort, options: ProbeOptions): Promise<Session> {
  const link = new Ef01Link(port, options);
  const baud = await unlock(link, options);
  const parameters = await link.run(readSystemParameters());
  assertSane(parameters, options.address);
  const dialect = await probeDialect(link);
  const session = { link, dialect, capacity: parameters.capacity, baud };
  const [stored, slots] = [await link.run(countTemplates()), await readSlots(session)];
  options.log.info({ dialect, capacity: session.capacity, baud, stored }, 'fingerprint reader found');
  if (stored !== slots.length)
    options.log.warn({ stored, indexed: slots.length }, 'fingerprint index disagrees');
  return session;
}

/** Verifies the password; on a serial line at each rate in turn until something answers. Returns that rate. */
async function unlock(link: Ef01Link, options: ProbeOptions): Promise<number | undefined> {
  const { port } = link;
  const bauds = new Set([options.firstBaud ?? usualBauds[0], ...usualBauds]);
  for (const baud of port.setBaud ? bauds : [undefined]) {
    if (baud !== undefined && !(await switchTo(port, baud))) continue;
    const answer = await answerOrUndefined(link.run(verifyPassword(options.password)));
    if (answer === undefined) continue;
    if (answer !== code.ok) throw locked(answer);
    return baud;
  }
  throw new AppError('device_timeout', `No fingerprint reader answers at ${port.name}.`, {
    zh: `${port.name} 处没有指纹仪应答，请检查连线、供电和地址。`,
    retryable: true,
  });
}

async function switchTo(port: BytePort, baud: number): Promise<boolean> {
  try {
    await port.setBaud?.(baud);
    return true;
  } catch {
    return false; // a rate that this adapter cannot make; a lost port shows itself at the next command
  }
}

/** In the order that harms none: 0x40 is free outside GROW, and 0x35 without parameters is refused by GROW. */
async function probeDialect(link: Ef01Link): Promise<Dialect> {
  if ((await answerOrUndefined(link.run(growHandshake()))) === code.ok) return 'grow';
  if ((await answerOrUndefined(link.run(synochipHandshake()))) === code.ok) return 'synochip';
  return 'base';
}

async function answerOrUndefined(answer: Promise<number>): Promise<number | undefined> {
  return answer.catch((cause) => {
    if (isAppError(cause, 'device_timeout')) return undefined;
    throw cause;
  });
}

/** Some firmware answers 0x0F in another layout; believing it would search beyond the library. */
function assertSane(parameters: SystemParameters, address: number): void {
  const { capacity, packetSizeCode, baud } = parameters;
  const sane =
    parameters.address === address &&
    capacity >= 1 &&
    capacity <= 1_024 &&
    packetSizeCode <= 3 &&
    baud <= 115_200;
  if (!sane) {
    const zh = '指纹仪的参数无法识别，这一型号可能不受支持。';
    throw new AppError('device_protocol', 'The fingerprint reader reports parameters that make no sense.', {
      zh,
    });
  }
}

function locked(answer: number): AppError {
  if (answer !== code.wrongPassword && answer !== code.passwordNeeded) return refusal('VfyPwd', answer);
  const zh = '指纹仪设有其他口令，请在配置中填写该口令，或恢复出厂设置。';
  return new AppError('unauthorised', 'The fingerprint reader is locked by another password.', { zh });
}
