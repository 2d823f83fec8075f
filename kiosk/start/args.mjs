import { existsSync } from 'node:fs';
import path from 'node:path';
import { PlainFault } from './plain-fault.mjs';

const FLAGS = {
  '--camera': 'camera',
  '--door-camera': 'doorCamera',
  '--reader': 'reader',
  '--data': 'data',
};

export const HELP = `课勤 Keqin

npm start -- [选项 options]
  --camera X       教室和门口摄像头 room and door camera: /dev/video0 | rtsp://… | file.mp4
  --door-camera X  门口签到摄像头（与教室不同时） the door camera, when it is another one
  --reader X       指纹仪 fingerprint reader: /dev/ttyUSB0 | tcp://host:port
  --data DIR       数据目录 where everything is kept (./data)
  --help           本说明 this text
环境变量 environment: KIOSK_PORT (8080), SERVER_PORT (8090)`;

const wrong = (message) => new PlainFault(message, 2);

/**
 * What `npm start --` was given, as `{ help }` or `{ camera?, doorCamera?, reader?, dataDir, kioskPort, serverPort }`.
 * @param from `root` (the project), `here` (the folder relative paths are meant from) and the environment.
 * @throws PlainFault with exit status 2.
 */
export function parseStartArgs(argv, { root, here, env }) {
  const given = readFlags(argv);
  if (given.help) return { help: true };
  const kioskPort = readPort(env, 'KIOSK_PORT', 8080);
  const serverPort = readPort(env, 'SERVER_PORT', 8090);
  if (kioskPort === serverPort)
    throw wrong(
      `KIOSK_PORT 与 SERVER_PORT 不能相同（都是 ${kioskPort}）。 KIOSK_PORT and SERVER_PORT must differ, both are ${kioskPort}.`,
    );
  return {
    help: false,
    camera: asSource(given.camera, here),
    doorCamera: asSource(given.doorCamera, here),
    reader: given.reader,
    dataDir: given.data === undefined ? path.join(root, 'data') : path.resolve(here, given.data),
    kioskPort,
    serverPort,
  };
}

function readFlags(argv) {
  const given = {};
  const rest = argv.flatMap((word) => (/^--[\w-]+=/.test(word) ? splitOnce(word) : [word]));
  while (rest.length > 0) {
    const flag = rest.shift();
    if (flag === '--help' || flag === '-h') return { help: true };
    const name = FLAGS[flag];
    if (name === undefined)
      throw wrong(
        `不认识的参数 ${flag}，用 --help 查看全部参数。 Unknown option ${flag}; --help lists them all.`,
      );
    const value = rest.shift();
    if (!value || value.startsWith('--')) throw wrong(`参数 ${flag} 缺少值。 ${flag} needs a value.`);
    given[name] = value;
  }
  return given;
}

function splitOnce(word) {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function readPort(env, name, fallback) {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw wrong(
    `环境变量 ${name} 应为 1–65535 的端口号，而不是“${text}”。 ${name} must be a port number from 1 to 65535, not "${text}".`,
  );
}

/** npm changes to the project's folder first, so a file named from elsewhere is made absolute. */
function asSource(source, here) {
  if (source === undefined || source.includes('://')) return source;
  const file = path.resolve(here, source);
  return existsSync(file) ? file : source;
}
