import { spawnSync } from 'node:child_process';
import { installDebianPackages, missingPackages } from '../kiosk/start/debian-packages.mjs';

const CHINESE_FONT = 'fonts-noto-cjk';

/** Pseudo-terminal pairs, for the serial port tests. */
export const serialPairStep = {
  label: '检查 socat Serial port tests',
  work: ({ logFile }) => installDebianPackages(missingPackages({ socat: 'socat' }), logFile),
};

/** A browser with Chinese letters, for the page tests. */
export const browserStep = {
  label: '检查 chromium Browser tests',
  work: ({ logFile }) =>
    installDebianPackages([...missingPackages({ chromium: 'chromium' }), ...missingFont()], logFile),
};

function missingFont() {
  return spawnSync('dpkg', ['-s', CHINESE_FONT], { stdio: 'ignore' }).status === 0 ? [] : [CHINESE_FONT];
}
