import { once } from 'node:events';
import { createServer } from 'node:net';
import { PlainFault } from './plain-fault.mjs';

/**
 * Makes sure that ports can be listened on.
 * @param ports the port by the environment variable that changes it: `{ KIOSK_PORT: 8080 }`.
 * @throws PlainFault naming the port and the variable.
 */
export async function requireFreePorts(ports) {
  for (const [variable, port] of Object.entries(ports)) {
    const code = await listenFault(port);
    if (code === undefined) continue;
    throw new PlainFault(
      `端口 ${port} ${code === 'EADDRINUSE' ? '已被占用' : `无法使用（${code}）`}，请设置环境变量 ${variable} 换一个端口，例如 ${variable}=${suggest(port)}。 ` +
        `Port ${port} ${code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`}: set ${variable} to another one, for example ${variable}=${suggest(port)}.`,
    );
  }
}

/** On every address at once: that fails whichever address the other program holds. */
async function listenFault(port) {
  const server = createServer();
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (fault) {
    return fault.code;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}

function suggest(port) {
  return port < 1024 ? port + 8000 : port + 100 <= 65535 ? port + 100 : port - 100;
}
