import fs, { promises } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Changes its folder in every way that our programs and their libraries use: what the shim must all see. */
async function main([folder = '']: string[]): Promise<void> {
  const at = (...names: string[]) => join(folder, ...names);
  fs.mkdirSync(at('a', 'b'), { recursive: true });
  namesAndSizes(at);
  await throughThreads(at);
  sqlite(at('wal.db'), 'WAL');
  sqlite(at('rollback.db'), 'DELETE');
  fs.writeFileSync(at('last'), 'last');
}

function namesAndSizes(at: (...names: string[]) => string): void {
  fs.writeFileSync(at('a', 'whole'), 'whole', { flush: true });
  fs.appendFileSync(at('a', 'whole'), ', and more');
  fs.renameSync(at('a', 'whole'), at('a', 'b', 'renamed'));
  fs.linkSync(at('a', 'b', 'renamed'), at('linked'));
  fs.writeFileSync(at('gone'), 'gone');
  fs.unlinkSync(at('gone'));
  fs.writeFileSync(at('cut'), '0123456789');
  fs.truncateSync(at('cut'), 4);
  const both = fs.openSync(at('cut'), 'r+');
  fs.writeSync(both, 'x', 20);
  fs.writevSync(both, [Buffer.from('one'), Buffer.from('two')], 30);
  fs.ftruncateSync(both, 40);
  fs.fdatasyncSync(both);
  fs.closeSync(both);
  const folder = fs.openSync(at('a'), 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
  fs.mkdirSync(at('empty'));
  fs.rmSync(at('empty'), { recursive: true });
}

async function throughThreads(at: (...names: string[]) => string): Promise<void> {
  await promises.writeFile(at('a', 'threads'), 'threads');
  const many = Array.from({ length: 8 }, (_, i) =>
    promises.writeFile(at(`many-${i}`), Buffer.alloc(100_000, i)),
  );
  await Promise.all(many);
  const stream = fs.createWriteStream(at('stream'), { flush: true });
  for (let i = 0; i < 50; i += 1) stream.write(`line ${i}\n`);
  await new Promise<void>((resolve) => stream.end(() => resolve()));
}

function sqlite(file: string, journal: 'WAL' | 'DELETE'): void {
  const db = new Database(file);
  db.pragma(`journal_mode = ${journal}`);
  db.exec('CREATE TABLE t (x)');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  for (let i = 0; i < 20; i += 1) insert.run('x'.repeat(1_000));
  db.exec('DELETE FROM t; VACUUM');
  db.close();
}

await main(process.argv.slice(2));
