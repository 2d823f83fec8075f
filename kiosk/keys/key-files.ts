import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readSecretFile, syncFolderOf, writeSecretFile } from '../../sync/evidence/key-file.ts';
import {
  createStoredKey,
  type DeviceKey,
  type DeviceKeyConfig,
  keyPaths,
  openStoredKey,
} from './device-key.ts';

/*
 *             prepareNextKey        (record appended)        commitNextKey                forgetPreviousKey
 * device.key    old ────────────────── old ─────────────────── new ─────────────────────────── new
 *      .next     –  ──▶ new ────────── new ───────────────────  –                               –
 *  .previous     –                      –  ─────────▶ old ──── old ───────────────────────────  –
 *
 * Whether the log holds the rotation decides at a start: settleRotation. Every step is on disk when it returns,
 * and may be done again. The files of file and TPM keys look alike from here.
 */

/** The key to rotate to, made at the first call; after a crash it is the same one, for a record may name it. */
export async function prepareNextKey(dataDir: string, config: DeviceKeyConfig): Promise<DeviceKey> {
  const { next } = keyPaths(dataDir);
  if (!existsSync(next)) await createStoredKey(next, config);
  return openStoredKey(next, config);
}

/** The next key becomes the device's, the device's the previous one. Without a next key it was done already. */
export function commitNextKey(dataDir: string): void {
  if (!existsSync(keyPaths(dataDir).next)) return;
  for (const step of commitSteps) step(dataDir);
}

/** One after the other; what lies between two of them is a state that commitNextKey goes on from. */
export const commitSteps: readonly ((dataDir: string) => void)[] = [keepCurrent, promoteNext];

/** Gives a prepared key up, when no record names it. */
export function discardNextKey(dataDir: string): void {
  remove(keyPaths(dataDir).next);
}

/** The key before the last rotation: it signs requests until the server has read the rotation. */
export function previousKey(dataDir: string, config: DeviceKeyConfig): DeviceKey | undefined {
  const { previous, current } = keyPaths(dataDir);
  if (!existsSync(previous)) return undefined;
  // The same key in both places: a rotation that was cut short before it counted.
  if (readSecretFile(previous) === readSecretFile(current)) return undefined;
  return openStoredKey(previous, config);
}

/** Once the server knows the new key, the old one can only be stolen. */
export function forgetPreviousKey(dataDir: string): void {
  remove(keyPaths(dataDir).previous);
}

/** At a start: a rotation that the log holds is finished, one that it does not hold never was. */
export async function settleRotation(
  dataDir: string,
  config: DeviceKeyConfig,
  isInLog: (keyId: string) => boolean,
): Promise<void> {
  const { next } = keyPaths(dataDir);
  if (!existsSync(next)) return;
  const key = openStoredKey(next, config);
  await key.close();
  if (isInLog(key.keyId)) commitNextKey(dataDir);
  else discardNextKey(dataDir);
}

function keepCurrent(dataDir: string): void {
  const { current, previous } = keyPaths(dataDir);
  writeSecretFile(previous, readFileSync(current, 'utf8'));
}

function promoteNext(dataDir: string): void {
  const { current, next } = keyPaths(dataDir);
  renameSync(next, current);
  syncFolderOf(current);
}

function remove(file: string): void {
  rmSync(file, { force: true });
  syncFolderOf(file);
}
