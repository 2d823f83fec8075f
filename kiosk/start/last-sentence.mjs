import { existsSync, readFileSync } from 'node:fs';

const LOOK_BACK_CHARS = 20_000;
const PINO_ERROR_LEVEL = 50;

/** The most telling line at the end of a program's log: its last logged error, else an `Error: …`, else its last line. */
export function lastSentence(logFile) {
  if (!existsSync(logFile)) return '';
  const lines = readFileSync(logFile, 'utf8').slice(-LOOK_BACK_CHARS).split('\n');
  const newestFirst = lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .reverse();
  const logged = newestFirst.map(loggedError).find((message) => message !== undefined);
  return (
    logged ?? newestFirst.find((line) => /^(\w*Error\b|AppError\b).*: ./.test(line)) ?? newestFirst[0] ?? ''
  );
}

/** The message of a pino line of level error or fatal. */
function loggedError(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, err, msg } = JSON.parse(line);
    return level >= PINO_ERROR_LEVEL ? (err?.message ?? msg) : undefined;
  } catch {
    return undefined;
  }
}
