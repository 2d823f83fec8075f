import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeBundle } from '../../../sync/evidence/bundle.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { memoryKey, publicKeyPem } from '../../../sync/evidence/keys.ts';
import { recordDigest } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { checkInData, LogWriter } from '../../helpers/log-writer.ts';

const server = memoryKey('Ed25519');
const video = Buffer.from('a segment of video');

function evidence() {
  const writer = new LogWriter();
  for (let i = 0; i < 3; i += 1) writer.append('check-in', checkInData({ id: `chk_${i}` }));
  writer.append('segment', {
    lesson: 'les_1',
    session: 'ses_1',
    camera: 'room',
    sha256: sha256(video),
    sizeBytes: video.length,
    initBytes: 4,
    startAt: 1,
    endAt: 2,
  }); // prettier-ignore
  const { device, publicKey } = writer.identity;
  const certificate = sealStatement(
    'device-certificate',
    { v: 1, device, publicKey, registeredAt: 1 },
    server,
  );
  const acceptances = writer.records.map((record) =>
    sealStatement(
      'acceptance',
      { v: 1, device, seq: record.body.seq, digest: recordDigest(record), acceptedAt: 5 },
      server,
    ),
  );
  return { writer, certificate, acceptances };
}

function bundleText(change: (lines: string[]) => string[] = (lines) => lines): string {
  const { writer, certificate, acceptances } = evidence();
  const parts = {
    exportedAt: 9,
    serverKey: server.publicKey,
    certificates: [certificate],
    segmentReceipts: [],
  };
  return change([...writeBundle({ ...parts, records: writer.records, acceptances })]).join('');
}

/** Runs the real command on a bundle and, when given, a file of video. */
function verify(text: string, options: { trust?: boolean; key?: string; video?: Buffer } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-verify-'));
  writeFileSync(join(dir, 'bundle.jsonl'), text);
  writeFileSync(join(dir, 'trust.pem'), publicKeyPem(options.key ?? server.publicKey));
  if (options.video) writeFileSync(join(dir, 'segment.mp4'), options.video);
  const files = [join(dir, 'bundle.jsonl'), ...(options.video ? [join(dir, 'segment.mp4')] : [])];
  const trust = options.trust === false ? [] : ['--trust', join(dir, 'trust.pem')];
  const run = spawnSync(process.execPath, [
    '--import',
    'tsx',
    'sync/evidence/verify-cli.ts',
    ...trust,
    ...files,
  ]);
  return { status: run.status, text: `${run.stdout}${run.stderr}` };
}

describe('npm run verify', () => {
  test('honest evidence is verified from the server’s key', () => {
    const { status, text } = verify(bundleText(), { video });
    expect(text).toContain('verified: 4 records, 3 check-ins, 1 segments named, 1 video files checked');
    expect(status).toBe(0);
  });

  test('without a trusted key it is consistent, not anchored', () => {
    const { status, text } = verify(bundleText(), { trust: false });
    expect(text).toContain('consistent, not anchored');
    expect(status).toBe(2);
  });

  test('another server’s key anchors nothing', () => {
    expect(verify(bundleText(), { key: memoryKey('Ed25519').publicKey }).status).toBe(1);
  });

  test('one changed byte of a record names that record and no other', () => {
    const text = bundleText((lines) => lines.map((line) => line.replace('"id":"chk_1"', '"id":"chk_9"')));
    const run = verify(text);
    expect(run.status).toBe(1);
    expect(run.text).toContain('WRONG record 2 of dev_test');
    expect(run.text).not.toContain('record 1 of');
    expect(run.text).not.toContain('record 4 of');
  });

  test('a record left out is noticed', () => {
    const run = verify(bundleText((lines) => lines.filter((line) => !line.includes('"chk_1"'))));
    expect(run.status).toBe(1);
    expect(run.text).toContain('record 3 of dev_test');
  });

  test('one changed byte of a video segment names that file', () => {
    const changed = Buffer.from(video);
    changed[3] = (changed[3] as number) ^ 1;
    const run = verify(bundleText(), { video: changed });
    expect(run.status).toBe(1);
    expect(run.text).toContain('WRONG segment file segment.mp4');
  });

  test('a torn line is named by its number', () => {
    const run = verify(
      bundleText((lines) => lines.map((line, i) => (i === 2 ? `${line.slice(0, 40)}\n` : line))),
    );
    expect(run.status).toBe(1);
    expect(run.text).toContain('line 3');
  });
});
