import type { RecordBody, RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import type { StatementBody } from '../../../../sync/contract/statements.ts';
import { memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { rightSteps } from './short-evidence.ts';
import { otherSpelling } from './signature-vectors.ts';
import type { StoryLog } from './story-log.ts';
import { type WrongLog, wrongTimes } from './wrong-times.ts';

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
    ['log-begun-with-another-digest', { start: startedWith({ prev: 'f'.repeat(64) }) }, 'carry the digest'],
    ['anchor-that-is-no-digest', { start: startedWith({ anchor: 'text' }) }, 'its text was changed'],
    [
      'counter-with-a-leading-zero',
      { checkIn: written((log) => log.replace({ seq: '02' })) },
      'not readable',
    ],
    ['wrong-key', { checkIn: written((log) => log.replace({}, log.signer)) }, 'with the key that counts'],
    ['bad-signature', { checkIn: written(editLast) }, 'changed after it was signed'],
    ['signature-spelled-otherwise', { checkIn: written(respellLast) }, 'its signature does not hold'],
    ['boot-key-of-a-stranger', { start: (log) => void log.start(stranger) }, 'did not certify'],
    ['boot-key-of-another-place', { start: withBootKey({ seq: '2' }) }, 'did not certify'],
    ['boot-key-of-another-boot', { start: withBootKey({ boot: 'boot-2' }) }, 'did not certify'],
    ['boot-key-of-another-device', { start: withBootKey({ device: 'dev_other' }) }, 'did not certify'],
    ['boot-record-signed-by-device-key', { start: startedByDeviceKey }, 'with the key that counts'],
    ['malformed-and-accepted', { checkIn: malformed }, 'its fields are not those of its kind'],
    ['rotation-signed-by-old-key', { checkIn: rotating({ fresh: stranger }) }, 'did not both sign'],
    ['rotation-signed-by-new-key', { checkIn: rotating({ old: stranger }) }, 'did not both sign'],
    ['rotation-of-another-place', { checkIn: rotating({ seq: '9' }) }, 'did not both sign'],
    ['rotation-without-certificate', { checkIn: withUncertifiedKey }, 'no certificate of its device key'],
    ...wrongTimes(),
  ];
}

function malformed(log: StoryLog): void {
  log.checkIn({ id: 'chk_1', more: 1 } as object);
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

function startedWith(change: Partial<RecordBody>): (log: StoryLog) => void {
  return (log) => {
    log.start();
    log.replace(change);
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
