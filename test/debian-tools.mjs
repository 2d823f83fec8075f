import { installDebianPackages, missingPackages } from '../kiosk/start/debian-packages.mjs';
import { runCommand } from '../kiosk/start/run-command.mjs';

const CHINESE_FONT = 'fonts-noto-cjk';

/** Pseudo-terminal pairs, for the serial port tests. */
export const serialPairStep = {
  label: '检查 socat Serial port tests',
  work: ({ logFile }) => installDebianPackages(missingPackages({ socat: 'socat' }), logFile),
};

/** A browser with Chinese letters, for the page tests. */
export const browserStep = { label: '检查 chromium Browser tests', work: installBrowser };

async function installBrowser({ root, logFile }) {
  const font = await runCommand('dpkg', ['-s', CHINESE_FONT], { cwd: root });
  const missing = missingPackages({ chromium: 'chromium' });
  await installDebianPackages(font.ok ? missing : [...missing, CHINESE_FONT], logFile);
}
