import path from 'node:path';
import { HELP, parseStartArgs } from './args.mjs';
import { ChildProgram } from './child-program.mjs';
import { classroomFolder } from './classroom-folder.mjs';
import { prepareDataFolder } from './data-folder.mjs';
import { reportFault } from './plain-fault.mjs';
import { requireFreePorts } from './ports.mjs';
import { runPrograms } from './run-programs.mjs';
import { projectRoot, setUp } from './setup.mjs';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_LOOK_MS = 1000;

/** The whole of `npm start`; returns the exit status. */
export async function launch({ argv, env, root = projectRoot, prepare = setUp, print = console.log }) {
  try {
    // npm runs scripts in the project's folder and says where it was called.
    const asked = parseStartArgs(argv, { root, here: env.INIT_CWD ?? process.cwd(), env });
    if (asked.help) {
      print(HELP);
      return 0;
    }
    const options = { ...asked, dataDir: classroomFolder(asked.dataDir) };
    const logs = prepareDataFolder(options.dataDir);
    await requireFreePorts({ KIOSK_PORT: options.kioskPort, SERVER_PORT: options.serverPort });
    await prepare({ root });
    const programEnv = environmentFor(options, env);
    await runPrograms({
      server: new ChildProgram({
        name: '审核后台 review server',
        ...program('server', root, logs),
        env: programEnv,
      }),
      kiosk: new ChildProgram({ name: '教室端 kiosk', ...program('kiosk', root, logs), env: programEnv }),
      stopAsked: stopAskedFor(env, print),
      print,
    });
    return 0;
  } catch (fault) {
    return reportFault(fault);
  }
}

function program(folder, root, logs) {
  const leaveWithLauncher = new URL('leave-with-launcher.mjs', import.meta.url).href;
  return {
    args: ['--import', leaveWithLauncher, '--import', 'tsx', `${folder}/demo.ts`],
    cwd: root,
    logFile: path.join(logs, `${folder}.log`),
  };
}

function environmentFor(options, env) {
  const given = {
    KEQIN_DATA: options.dataDir,
    KIOSK_PORT: String(options.kioskPort),
    SERVER_PORT: String(options.serverPort),
    KEQIN_CAMERA: options.camera,
    KEQIN_DOOR_CAMERA: options.doorCamera,
    KEQIN_READER: options.reader,
  };
  return { ...env, ...given };
}

/**
 * Settles once when a person, a service manager or the end of npm asks to stop. npm passes a Ctrl-C on although the
 * terminal has sent it to us as well: later signals change nothing.
 */
function stopAskedFor(env, print) {
  return new Promise((resolve) => {
    const stop = () => resolve('stop');
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    if (env.npm_lifecycle_event !== undefined) onParentGone(stop);
  }).then(() => print('正在停止 stopping …'));
}

/** An npm that is killed outright passes nothing on. */
function onParentGone(tell) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) tell();
  }, PARENT_LOOK_MS).unref();
}
