import { PlainFault } from './plain-fault.mjs';
import { runCommand } from './run-command.mjs';

export const modelsStep = { label: '准备人脸模型 Face models', work: buildFaceModels };

/** The builder itself knows what is built already, and checks it. */
async function buildFaceModels({ root, logFile }) {
  const args = ['--import', 'tsx', 'models/build/main.ts'];
  const { ok, tail } = await runCommand(process.execPath, args, { cwd: root, logFile });
  if (!ok)
    throw new PlainFault(`${tail}\n人脸模型生成失败（见上）。 Building the face models failed, see above.`);
}
