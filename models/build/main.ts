import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isAppError, messageOf } from '../../sync/base/errors.ts';
import { buildModels } from './build.ts';

// tsx models/build/main.ts [--out <folder>]: makes the face models and says how far it is.
const { values } = parseArgs({ options: { out: { type: 'string', default: '.cache/models' } } });

try {
  await buildModels({
    outDir: resolve(values.out),
    onProgress: ({ step, total, model, outcome }) =>
      console.log(`模型 ${step}/${total} ${model} ${outcome === 'built' ? '已生成' : '已就绪'}`),
  });
} catch (error) {
  console.error((isAppError(error) && error.zh) || messageOf(error));
  process.exitCode = 1;
}
