import type { RecordBody, RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import type { StatementBody } from '../../../../sync/contract/statements.ts';
import { memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { rightSteps } from './short-evidence.ts';
import { otherSpelling } from './signature-vectors.ts';
import { minute, type StoryLog, segmentData } from './story-log.ts';

type Steps = Partial<typeof rightSteps>;
export type WrongLog = readonly [kind: string, steps: Steps, says: string];

/**
 * Logs with one wrong record, which the server accepted all the same: everything after it was made to fit, so that
 * only the one check that the kind names finds it.
 */
export function wrongLogs(): readonly WrongLog[] {
  const stranger = memoryKey('ES256');
  return [
    ['sequence-hole', { checkIn: written((log) => log.replace({ seq: '3' })) }, 'does not follow the record'],
    [
      'broken-chain',
      { checkIn: written((log) => log.replace({ prev: 'f'.repeat(64) })) },
      'carry the digest',
    ],
    ['wrong-key', { checkIn: written((log) => log.replace({}, log.signer)) }, 'with the key that counts'],
    ['bad-signature', { checkIn: written(editLast) }, 'changed after it was signed'],
    ['signature-spelled-otherwise', { checkIn: written(respellLast) }, 'its signature does not hold'],
    ['boot-key-of-a-stranger', { start: (log) => void log.start(stranger) }, 'did not certify'],
    ['boot-key-of-another-place', { start: withBootKey({ seq: '2' }) }, 'did not certify'],
    ['boot-key-of-another-boot', { start: withBootKey({ boot: 'boot-2' }) }, 'did not certify'],
    ['boot-key-of-another-device', { start: withBootKey({ device: 'dev_other' }) }, 'did not certify'],
    ['boot-record-signed-by-device-key', { start: startedByDeviceKey }, 'with the key that counts'],
    ['rotation-signed-by-old-key', { checkIn: rotating({ fresh: stranger }) }, 'did not both sign'],
    ['rotation-signed-by-new-key', { checkIn: rotating({ old: stranger }) }, 'did not both sign'],
    ['rotation-of-another-place', { checkIn: rotating({ seq: '9' }) }, 'did not both sign'],
    ['rotation-without-certificate', { checkIn: withUncertifiedKey }, 'no certificate of its device key'],
    ['time-no-anchor', { checkIn: checkInWith(() => ({ anchor: null })) }, 'names no time receipt'],
    ['time-no-anchor-of-video', { checkIn: segmentWithoutAnchor }, 'names no time receipt'],
    ['time-rebooted', { checkIn: rebooted }, 'after a reboot'],
    [
      'time-uptime-differs',
      { checkIn: checkInWith(({ mono }) => ({ uptime: mono + 2_001 })) },
      'was shifted',
    ],
    ['time-clock-backwards', { checkIn: checkInWith(goneBack) }, 'gone backwards'],
    [
      'time-clock-off',
      { checkIn: checkInWith(({ wall }) => ({ wall: wall + 2 * minute + 1 })) },
      'two minutes off',
    ],
  ];
}

type Clocks = { readonly mono: number; readonly wall: number };

/** A check-in whose clocks, or whose receipt, are not those of its moment. */
function checkInWith(change: (right: Clocks) => Partial<RecordBody>): (log: StoryLog) => void {
  return (log) => {
    const right = { mono: log.nowMs - log.bootedAtMs, wall: log.nowMs };
    log.checkIn({ id: 'chk_1' }, change(right));
  };
}

/** The record before was written a minute ago. */
function goneBack({ wall }: Clocks): Partial<RecordBody> {
  return { wall: wall - minute - 1_001 };
}

function segmentWithoutAnchor(log: StoryLog): void {
  log.append('segment', segmentData(log.nowMs), { anchor: null });
}

/** The machine and the program start again, and no receipt comes. */
function rebooted(log: StoryLog): void {
  log.boot = 'boot-2';
  log.bootedAtMs = log.nowMs - 1_000;
  log.start();
  rightSteps.checkIn(log);
}

/** The right check-in, and then something is done to it. */
function written(change: (log: StoryLog) => void): (log: StoryLog) => void {
  return (log) => {
    rightSteps.checkIn(log);
    change(log);
  };
}

function editLast(log: StoryLog): void {
  const { body, ...rest } = log.records.at(-1) as SignedRecord;
  log.goOnFrom({ ...rest, body: { ...body, class: 'cls_other' } });
}

function respellLast(log: StoryLog): void {
  const last = log.records.at(-1) as SignedRecord;
  log.goOnFrom({ ...last, sig: otherSpelling(last.sig) });
}

/** A start whose boot key the device key certified for something else. */
export function withBootKey(change: Partial<StatementBody<'boot-key'>>): (log: StoryLog) => void {
  return (log) => {
    const { body } = log.start();
    const data = body.data as RecordData<'boot'>;
    const key = sealStatement('boot-key', { ...data.key.body, ...change }, log.signer);
    log.replace({ data: { ...data, key } });
  };
}

function startedByDeviceKey(log: StoryLog): void {
  log.start();
  log.replace({}, log.signer);
}

/** A change of the device key; the server was not asked for a certificate. */
function rotating(signed: { old?: Signer; fresh?: Signer; seq?: string }): (log: StoryLog) => void {
  return (log) => {
    const next = memoryKey('ES256');
    log.rotate(next, signed);
    log.signer = next;
  };
}

function withUncertifiedKey(log: StoryLog): void {
  rotating({})(log);
  log.start();
  rightSteps.checkIn(log);
}
