import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isAppError, messageOf } from '../sync/base/errors.ts';
import { listModels } from './list-models.ts';

// npm run models -- list | add | calibrate [--dir <folder of the built models>]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dir: { type: 'string', default: '.cache/models' } },
});

try {
  process.exitCode = await obey(positionals[0]);
} catch (error) {
  console.error((isAppError(error) && error.zh) || messageOf(error));
  process.exitCode = 1;
}

async function obey(command: string | undefined): Promise<number> {
  if (command === 'list') {
    for (const line of await listModels(resolve(values.dir))) console.log(line);
    return 0;
  }
  if (command === 'add' || command === 'calibrate') {
    console.error(
      `本版本还不能${command === 'add' ? '添加自备模型' : '现场校准'}。 "${command}" is not part of this version yet.`,
    );
    return 1;
  }
  console.error('用法 Usage: npm run models -- list|add|calibrate [--dir <folder>]');
  return 2;
}
