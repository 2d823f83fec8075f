import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kioskPagesStep } from '../../../kiosk/start/step-pages.mjs';
import { tempFolder, writeIn } from './temp-folder.ts';

// Stands where vite does: counts its runs, and builds unless the sources say not to.
const VITE = 'node_modules/vite/bin/vite.js';
const FAKE_VITE = `
const fs = require('node:fs');
fs.appendFileSync('runs', process.argv.slice(2).join(' ') + '\\n');
if (fs.readFileSync('kiosk/ui/main.ts', 'utf8') === 'broken') { console.error('line 1: broken'); process.exit(1); }
fs.mkdirSync('kiosk/ui/dist', { recursive: true });
fs.writeFileSync('kiosk/ui/dist/index.html', '<html>');
`;

const project = () =>
  tempFolder({ [VITE]: FAKE_VITE, 'kiosk/ui/main.ts': 'good', 'package-lock.json': '{}' });
const runsIn = (root: string) => readFileSync(path.join(root, 'runs'), 'utf8').trim().split('\n');

test('pages are built once, and again when a source changes or the built pages are gone', async () => {
  const root = project();
  await kioskPagesStep.work({ root });
  await kioskPagesStep.work({ root });
  expect(runsIn(root)).toEqual(['build --config kiosk/ui/vite.config.ts']);
  writeIn(root, 'kiosk/ui/main.ts', 'better');
  await kioskPagesStep.work({ root });
  expect(runsIn(root)).toHaveLength(2);
  rmSync(path.join(root, 'kiosk/ui/dist'), { recursive: true });
  await kioskPagesStep.work({ root });
  expect(runsIn(root)).toHaveLength(3);
});

test('a failed build shows its output and is tried again next time', async () => {
  const root = project();
  writeIn(root, 'kiosk/ui/main.ts', 'broken');
  await expect(kioskPagesStep.work({ root })).rejects.toThrow(
    /line 1: broken\n.*Building the pages of kiosk\/ui failed/,
  );
  await expect(kioskPagesStep.work({ root })).rejects.toThrow('failed');
  expect(runsIn(root)).toHaveLength(2);
});
