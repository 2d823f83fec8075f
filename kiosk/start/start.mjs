#!/usr/bin/env node
// `npm start`. Nothing else is imported before the version is known to be good: old Node could not even parse it.
import { nodeTooOld } from './node-version.mjs';

const tooOld = nodeTooOld();
if (tooOld === undefined) {
  const { launch } = await import('./launch.mjs');
  process.exitCode = await launch({ argv: process.argv.slice(2), env: process.env });
} else {
  console.error(tooOld);
  process.exitCode = 1;
}
