import { isAppError, messageOf } from '../sync/base/errors.ts';
import { LauncherLink } from './demo/launcher-link.ts';
import { goLive } from './demo/live.ts';
import { prepareClassroom } from './demo/prepare.ts';
import { readDemoSettings } from './demo/settings.ts';

/**
 * The same kiosk as main.ts starts, in a classroom that it makes itself: a filed class around the present moment,
 * people out of film clips, a simulated sensor. Started by `npm start`, which also starts the server.
 */
async function main(launcher: LauncherLink): Promise<void> {
  const settings = readDemoSettings(process.env);
  const server = await launcher.server();
  const classroom = await prepareClassroom(settings, server, launcher);
  const live = await goLive(settings, server, classroom);
  launcher.ready(live.url, classroom.pin);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void live.close().finally(() => process.exit()));
  }
}

const launcher = new LauncherLink();
main(launcher).catch((error: unknown) => {
  launcher.failed(isAppError(error) ? `${error.zh ?? ''} ${error.message}`.trim() : messageOf(error));
  console.error(error);
  process.exit(1);
});
