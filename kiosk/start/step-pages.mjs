import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { digestOf } from './digest.mjs';
import { PlainFault } from './plain-fault.mjs';
import { runCommand } from './run-command.mjs';

export const kioskPagesStep = { label: '生成教室页面 Kiosk page', work: (at) => buildPages('kiosk/ui', at) };
export const reviewPagesStep = {
  label: '生成审核页面 Review pages',
  work: (at) => buildPages('server/ui', at),
};

/** Runs `vite build` unless `dist` was built from just these sources. */
async function buildPages(ui, { root, logFile }) {
  const dist = path.join(root, ui, 'dist');
  // Inside `dist`, so that a deleted or emptied `dist` takes its digest along.
  const digestFile = path.join(dist, '.built-from');
  const digest = digestOf(root, [ui, 'sync/contract', 'package-lock.json']);
  if (existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest) return;
  const vite = path.join('node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', `${ui}/vite.config.ts`];
  const { ok, tail } = await runCommand(process.execPath, args, { cwd: root, logFile });
  if (!ok || !existsSync(path.join(dist, 'index.html')))
    throw new PlainFault(
      `${tail}\n页面生成失败（${ui}，见上）。 Building the pages of ${ui} failed, see above.`,
    );
  writeFileSync(digestFile, digest);
}
