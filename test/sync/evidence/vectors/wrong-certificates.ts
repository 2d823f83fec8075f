import type { SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement } from '../../../../sync/contract/statements.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { certify, contactAt, server } from '../sample-evidence.ts';
import { rotate } from './right-logs.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bundleText, itemIn, type Shown } from './shown.ts';
import { minute, type StoryLog } from './story-log.ts';
import type { WrongItem } from './wrong-pages.ts';
import type { WrongText } from './wrong-words.ts';

type Certificate = Statement<'device-certificate'>;

/** The right short log, and one with a rotation, under certificates that do not reach its records. */
export async function wrongCertificates(right: Shown): Promise<readonly WrongText[]> {
  const of = certifier(right);
  const key = memoryKey('ES256').publicKey;
  const under = (...certificates: Certificate[]) => bundleText({ ...right, certificates });
  const [early, late] = [of({ expiresAt: contactAt + 1 }), of({ issuedAt: contactAt + 10 * minute })];
  const another = `is another certificate`;
  return [
    ['certificate-missing', under(), 'no good certificate names'],
    ['certificate-expired', under(early), 'had run out'],
    [
      'certificate-of-no-point-of-the-curve',
      under(of({ afterSeq: '1', publicKey: offCurve(key) })),
      'its key',
    ],
    ['certificate-renewed-too-late', under(early, late), 'had run out'],
    ['certificate-for-later-records', await rotationCertifiedLater(), 'no certificate of its device key'],
    ['two-certificates-of-one-moment', under(of({}), of({ expiresAt: contactAt + 80 * minute })), another],
    [
      'two-keys-after-one-record',
      under(of({}), of({ afterSeq: '1', publicKey: key }), of({ afterSeq: '1' })),
      another,
    ],
  ];
}

/** Items stand alone: that a bundle beside them shows a better certificate is no help. */
export async function wrongCertificateItems(right: Shown): Promise<readonly WrongItem[]> {
  const item = await itemIn(right, 2);
  const of = certifier(right);
  const under = (certificate: Certificate): object => ({ ...item, proof: { ...item.proof, certificate } });
  const ranOut = under(of({ issuedAt: contactAt - 2, expiresAt: contactAt + 1 }));
  return [
    ['item-with-a-certificate-for-later-records', under(of({ afterSeq: '2' })), 'for later records only'],
    ['item-whose-own-certificate-had-run-out', ranOut, 'had run out', ['short.jsonl']],
  ];
}

type Life = Parameters<typeof certify>[3];

function certifier({ certificates, records }: Shown): (change: Life & object) => Certificate {
  const [first] = certificates as [Certificate];
  const { device } = (records[0] as SignedRecord).body;
  const life = { issuedAt: contactAt - 1, expiresAt: contactAt + 90 * minute };
  return (change) => certify(device, first.body.publicKey, server, { ...life, ...change });
}

function offCurve(publicKey: string): string {
  const der = Buffer.from(publicKey, 'base64url');
  der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
  return der.toString('base64url');
}

async function rotationCertifiedLater(): Promise<string> {
  const log = logOf(rightSteps.start, rotateAndBeCertifiedLater, rightSteps.checkIn);
  return bundleText(await evidenceOf(log));
}

function rotateAndBeCertifiedLater(log: StoryLog): void {
  rotate(log);
  log.certificates.pop();
  log.certified({ issuedAt: log.nowMs, expiresAt: contactAt + 90 * minute }, '3');
}
