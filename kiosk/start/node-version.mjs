/** The oldest Node that every dependency runs on (package.json, engines). */
const OLDEST = [20, 19];

/**
 * One sentence when this Node is too old, else undefined.
 * Kept to syntax that old Node versions can parse: it runs before anything else.
 */
export function nodeTooOld(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  const oldest = OLDEST.join('.');
  return `需要 Node ${oldest} 或更高版本，当前是 ${version}，请先升级。 Node ${oldest} or newer is needed, this is ${version}: please upgrade it first.`;
}
