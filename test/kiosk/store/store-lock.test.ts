import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lockStore } from '../../../kiosk/store/store-lock.ts';

const newDir = () => mkdtempSync(join(tmpdir(), 'keqin-lock-'));
const module = new URL('../../../kiosk/store/store-lock.ts', import.meta.url).href;
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Another program that takes the folder, says how that went, and then lives on. */
async function otherProgram(dir: string) {
  const script = `
    const { lockStore } = await import(${JSON.stringify(module)});
    try { lockStore(${JSON.stringify(dir)}); console.log('taken'); }
    catch (error) { console.log(error.code); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { said: said.toString().trim(), kill };
}

const conflict = expect.objectContaining({ code: 'conflict', zh: expect.stringContaining('另一个签到程序') });

test('one program a folder; killed outright, its lock dies with it', async () => {
  const dir = newDir();
  const other = await otherProgram(dir);
  expect(other.said).toBe('taken');
  expect(() => lockStore(dir)).toThrow(conflict);
  expect(() => lockStore(dir)).toThrow(conflict);
  await other.kill();
  lockStore(dir).release();
});

test('the second to come is refused too, when it is another process', async () => {
  const dir = newDir();
  const lock = lockStore(dir);
  const other = await otherProgram(dir);
  expect(other.said).toBe('conflict');
  await other.kill();
  lock.release();
});

test('twice in one process is refused as well; released, it is free; another folder is another lock', () => {
  const dir = newDir();
  const lock = lockStore(dir);
  expect(() => lockStore(dir)).toThrow(conflict);
  const elsewhere = lockStore(newDir());
  lock.release();
  lockStore(dir).release();
  elsewhere.release();
});
