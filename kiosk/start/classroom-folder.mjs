import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A classroom whose session ends sooner than this is not worth coming back to. */
const LEAST_LEFT_MS = 10 * 60_000;

/**
 * The folder in `dataDir` of the newest demo classroom whose session is still under way; else the name for a new
 * one. The demo's plan is laid around the moment it was made, so a classroom of yesterday has no lesson now; it stays
 * where it is.
 */
export function classroomFolder(dataDir, now = Date.now()) {
  const found = foldersIn(dataDir)
    .filter((name) => name.startsWith('classroom-') && endsAt(path.join(dataDir, name)) - now > LEAST_LEFT_MS)
    .sort();
  return path.join(dataDir, found.at(-1) ?? `classroom-${new Date(now).toISOString().replace(/[:.]/g, '-')}`);
}

function foldersIn(dataDir) {
  try {
    return readdirSync(dataDir);
  } catch {
    return []; // the first start
  }
}

/** When its session ends, epoch ms; 0 for a classroom that was never finished. */
function endsAt(folder) {
  try {
    return Number(JSON.parse(readFileSync(path.join(folder, 'kiosk', 'classroom.json'), 'utf8')).until) || 0;
  } catch {
    return 0;
  }
}
