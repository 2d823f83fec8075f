import type { SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement, StatementKind } from '../../../../sync/contract/statements.ts';
import { memoryKey, publicKeyPem, type Signer } from '../../../../sync/evidence/keys.ts';
import { originOf } from '../../../../sync/evidence/tlog/origin.ts';
import { signCheckpoint, signNoteText } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatNote, parseNote } from '../../../../sync/evidence/tlog/signed-note.ts';
import { server } from '../sample-evidence.ts';
import { bundle, type RightFile } from './right-file.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bundleText, resealed, type Shown, serverLogOf } from './shown.ts';
import { revocation } from './story-log.ts';

/** The short log under words of the server, and in a layout, that do not touch what it proves. */
export async function rightWords(short: Shown): Promise<readonly RightFile[]> {
  const both = { records: 2, checkIns: 1 };
  return [
    ...revoked(short),
    bundle('lines-in-turns', await linesInTurns(short), { records: 4, checkIns: 2 }),
    bundle('checkpoint-with-lines-of-strangers', withCheckpoint(short, withStrangers), both),
    bundle('checkpoint-with-an-extension', bundleText(await withExtension(short)), both),
    await deviceAlone(),
  ];
}

/** From the second record on, and what is then kept back, twice said, or said before all else. */
function revoked(short: Shown): readonly RightFile[] {
  const { device } = (short.records[0] as SignedRecord).body;
  const revocations = [revocation(device, '2')];
  const acceptances = short.acceptances.slice(0, 1);
  const entries = short.entries.slice(0, 1);
  const cases: Readonly<Record<string, Partial<Shown>>> = {
    'revoked-and-nothing-kept-back': {},
    'revoked-without-acceptance': { acceptances },
    'revoked-without-entry': { entries },
    'revoked-without-either': { acceptances, entries },
    'revoked-twice': { revocations: [revocation(device, '9'), ...revocations, revocation(device, '3')] },
  };
  const proves = { records: 1, checkIns: 0 };
  const texts = Object.entries(cases).map(
    ([kind, change]) => [kind, bundleText({ ...short, revocations, ...change })] as const,
  );
  const lines = bundleText({ ...short, revocations }).split(/(?<=\n)/);
  const isSaid = (line: string) => line.startsWith('{"revocation":');
  const [header, ...rest] = lines.filter((line) => !isSaid(line));
  texts.push(['revoked-before-all-else', [header, ...lines.filter(isSaid), ...rest].join('')]);
  return texts.map(([kind, text]) => bundle(kind, text, proves));
}

/** Two logs, a record of each after the other; CR LF, and empty lines. */
async function linesInTurns(short: Shown): Promise<string> {
  const other = await evidenceOf(logOf(rightSteps.start, (log) => void log.checkIn({ id: 'chk_2' })));
  const records = short.records.flatMap((record, at) => [record, other.records[at] as SignedRecord]);
  const log = await serverLogOf(records);
  const index = ({ device, seq }: { device: string; seq: string }) =>
    records.findIndex(({ body }) => body.device === device && body.seq === seq);
  const entries = [];
  for (const one of [...short.entries, ...other.entries])
    entries.push({ ...one, index: index(one), hashes: await log.path(index(one)) });
  const lines = bundleText({
    ...short,
    certificates: [...short.certificates, ...other.certificates],
    records,
    timeReceipts: [...short.timeReceipts, ...other.timeReceipts],
    acceptances: [...short.acceptances, ...other.acceptances],
    checkpoint: await log.checkpoint(),
    entries,
  });
  return `${lines.replaceAll('\n', '\r\n')}\r\n\n`;
}

function withCheckpoint(short: Shown, change: (note: string) => string): string {
  return bundleText({ ...short, checkpoint: change(short.checkpoint as string) });
}

/** Lines of another name, and of the log's own name with another key. */
function withStrangers(note: string): string {
  const by = (name: string, signer: Signer) => (text: string) => signNoteText(text, name, signer);
  return withSignatures(note, [
    by('stranger.example', server),
    by(originOf(server.publicKey), memoryKey('Ed25519')),
  ]);
}

export function withSignatures(
  note: string,
  signers: readonly ((text: string) => ReturnType<typeof signNoteText>)[],
): string {
  const read = parseNote(note);
  if (!read.ok) throw new Error(read.why);
  const { text, signatures } = read.note;
  return formatNote({ text, signatures: [...signatures, ...signers.map((sign) => sign(text))] });
}

async function withExtension(short: Shown): Promise<Shown> {
  const log = await serverLogOf(short.records);
  const tree = { origin: log.party.name, size: log.tree.size, root: await log.root() };
  return { ...short, checkpoint: signCheckpoint({ ...tree, extensions: ['an extension'] }, server) };
}

/** Who trusts the device's own key need not know whose the server's words are. */
async function deviceAlone(): Promise<RightFile> {
  const log = logOf(rightSteps.start, rightSteps.checkIn);
  const { certificates, timeReceipts, acceptances, ...rest } = await evidenceOf(log);
  const text = bundleText({
    ...rest,
    certificates: certificates.map(byNobody),
    timeReceipts: timeReceipts.map(byNobody),
    acceptances: acceptances.slice(0, 1).map(byNobody),
    revocations: [revocation(log.device, '2')],
  });
  const right = bundle('device-key-alone', text, { records: 2, checkIns: 1 });
  const trust = 'right/device.pem';
  const key = publicKeyPem(log.identity.publicKey);
  return { ...right, contents: { ...right.contents, [trust]: key }, trust };
}

const nobody = memoryKey('Ed25519');

function byNobody<K extends StatementKind>(statement: Statement<K>): Statement<K> {
  return resealed(statement, nobody);
}
