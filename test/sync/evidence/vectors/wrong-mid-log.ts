import type { StatementBody } from '../../../../sync/contract/statements.ts';
import { memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { contactAt } from '../sample-evidence.ts';
import { rotate } from './right-logs.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bootKeyOf, bundleText, withBootKeyLines } from './shown.ts';
import { minute, type StoryLog } from './story-log.ts';
import type { WrongText } from './wrong-words.ts';

const { start, checkIn } = rightSteps;

/** Bundles that begin where the keys in hand are not those that their first record asks for. */
export async function wrongMidLogs(): Promise<readonly WrongText[]> {
  const wrongKey = 'not signed with the key that counts';
  return [
    ...(await wrongBootKeyLines(wrongKey)),
    ['mid-log-with-a-boot-key-of-a-later-device-key', await byLaterKey(), wrongKey],
    ['mid-log-started-by-an-old-device-key', await startedByOldKey(), 'did not certify'],
    ['log-begun-by-a-later-device-key', await begunByLaterKey(), wrongKey],
  ];
}

async function wrongBootKeyLines(wrongKey: string): Promise<readonly WrongText[]> {
  const log = logOf(start, checkIn);
  const text = bundleText(await evidenceOf(log, { fromSeq: 2 }));
  const bootKey = bootKeyOf(log.records, 1);
  const certified = (change: Partial<StatementBody<'boot-key'>>, by = log.signer) =>
    withBootKeyLines(text, [sealStatement('boot-key', { ...bootKey.body, ...change }, by)]);
  const unsigned = { ...bootKey, sig: log.signer.sign(Buffer.from('something else')) };
  return [
    ['mid-log-without-its-boot-key', text, wrongKey],
    ['mid-log-with-a-boot-key-of-a-later-place', certified({ seq: '3' }), wrongKey],
    ['mid-log-with-a-boot-key-of-another-boot', certified({ boot: 'boot-2' }), wrongKey],
    ['boot-key-line-of-a-stranger', certified({}, memoryKey('ES256')), 'not signed by a certified'],
    ['boot-key-line-with-a-wrong-signature', withBootKeyLines(text, [unsigned]), 'not signed by a certified'],
  ];
}

/** The device key that certified it is the device's for later records only. */
async function byLaterKey(): Promise<string> {
  const log = logOf((log) => void log.start(alsoCertified(log, '5')), checkIn);
  return withBootKeyLines(bundleText(await evidenceOf(log, { fromSeq: 2 })), [bootKeyOf(log.records, 1)]);
}

/** The key that was rotated away certifies the start with which the bundle begins. */
async function startedByOldKey(): Promise<string> {
  const log = logOf(start, (log) => {
    const old = log.signer;
    rotate(log);
    log.start(old);
  });
  return bundleText(await evidenceOf(log, { fromSeq: 3 }));
}

async function begunByLaterKey(): Promise<string> {
  const log = logOf((log) => {
    log.checkIn({ id: 'chk_1' });
    log.replace({}, alsoCertified(log, '5'));
  });
  return bundleText(await evidenceOf(log));
}

/** Another key of the device, certified for what comes after record `afterSeq`. */
function alsoCertified(log: StoryLog, afterSeq: string): Signer {
  const own = log.signer;
  log.signer = memoryKey('ES256');
  log.certified({ issuedAt: contactAt, expiresAt: contactAt + 90 * minute }, afterSeq);
  const key = log.signer;
  log.signer = own;
  return key;
}
