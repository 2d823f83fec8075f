import { installDebianPackages, missingPackages } from '../kiosk/start/debian-packages.mjs';
import { runCommand } from '../kiosk/start/run-command.mjs';

const CHINESE_FONT = 'fonts-noto-cjk';

/** Pseudo-terminal pairs, for the serial port tests. */
export const serialPairStep = {
  label: '检查 socat Serial port tests',
  work: ({ logFile }) => installDebianPackages(missingPackages({ socat: 'socat' }), logFile),
};

/** A TPM 2.0 in software and the tools that speak to it, for the device key tests. */
export const tpmStep = {
  label: '检查 swtpm TPM tests',
  work: ({ logFile }) =>
    installDebianPackages(missingPackages({ swtpm: 'swtpm', tpm2_sign: 'tpm2-tools' }), logFile),
};

/** A clock that can be moved, and a compiler for the power cutter's shim: the fault tests. */
export const faultToolsStep = {
  label: '检查 faketime Fault tests',
  work: ({ logFile }) =>
    installDebianPackages(missingPackages({ faketime: 'faketime', gcc: 'gcc' }), logFile),
};

/** A browser with Chinese letters, for the page tests. */
export const browserStep = { label: '检查 chromium Browser tests', work: installBrowser };

async function installBrowser({ root, logFile }) {
  const font = await runCommand('dpkg', ['-s', CHINESE_FONT], { cwd: root });
  const missing = missingPackages({ chromium: 'chromium' });
  await installDebianPackages(font.ok ? missing : [...missing, CHINESE_FONT], logFile);
}
