import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a binding imports when it was compiled against the headers that {@link environmentForHeaders} mends. */
export const UNSAFE_SYMBOL = 'RemoveEnvironmentCleanupHook';

const OBJECT_WRAP = 'node_object_wrap.h';
const HOOK_CALLS = /^\s*(Add|Remove)CleanupHook\(\);\n/gm;

/** Whether C++ headers lie below `prefix`. */
export function hasHeaders(prefix) {
  return existsSync(path.join(prefix, 'include', 'node', 'node.h'));
}

/**
 * The environment in which node-gyp builds a package against the headers below `prefix`.
 *
 * From 24.19 on, Node's header makes each wrapped object take a hook away as it dies, which aborts the process when
 * garbage is collected outside of JavaScript (nodejs/node issue 65446). better-sqlite3 12 is such a package, so it is
 * given a copy of that header without the hooks, as it was before.
 */
export function environmentForHeaders(prefix, packageFolder, given = process.env) {
  // By environment, since node-gyp lets a `nodedir` from there (an npm setting for another Node) win over its flag.
  const nodedir = { npm_config_nodedir: prefix };
  const header = readFileSync(path.join(prefix, 'include', 'node', OBJECT_WRAP), 'utf8');
  const mended = header.replace(HOOK_CALLS, '');
  if (mended === header) return nodedir;
  writeFileSync(path.join(packageFolder, OBJECT_WRAP), mended);
  // Read first, so that the include guard keeps the other one out; the compiler runs in the package's `build`.
  return { ...nodedir, CXXFLAGS: `${given.CXXFLAGS ?? ''} -include ../${OBJECT_WRAP}`.trim() };
}
