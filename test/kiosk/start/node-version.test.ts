import { expect, test } from 'vitest';
import { nodeTooOld } from '../../../kiosk/start/node-version.mjs';

test.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('Node %s will do', (version) => {
  expect(nodeTooOld(version)).toBeUndefined();
});

test.each(['18.20.4', '20.9.0', '20.18.3'])('Node %s is too old, said in one sentence', (version) => {
  expect(nodeTooOld(version)).toMatch(
    new RegExp(`^需要 Node 20\\.19 .*this is ${version}: please upgrade it first\\.$`),
  );
});
