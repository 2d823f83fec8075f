import { AppError, isAppError } from '../../sync/base/errors.ts';
import type { TpmTools } from './tpm-tools.ts';

/** Spelled out, not by the tools' defaults: the parent is made again at each start, and must be the same one. */
const parentOptions = ['-C', 'o', '-g', 'sha256', '-G', 'ecc256:null:aes128cfb'];
const parentUse = 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|decrypt';

/** Into `parent.ctx`: derived from the chip's own seed, so never stored. */
export function makeParent(tools: TpmTools): Promise<void> {
  return tools.run('tpm2_createprimary', ...parentOptions, '-a', parentUse, '-c', tools.path('parent.ctx'));
}

/**
 * From `key.pub` and `key.priv` into `key.ctx`. The parent stands by now: a TPM that refuses the key is not the one
 * that made it.
 */
export async function loadKey(tools: TpmTools): Promise<void> {
  try {
    await tools.run(
      'tpm2_load',
      '-C',
      tools.path('parent.ctx'),
      ...wrappedKey(tools),
      '-c',
      tools.path('key.ctx'),
    );
  } catch (fault) {
    throw isAppError(fault, 'device_unavailable') ? keyNotInTpm(fault) : fault;
  }
}

export function wrappedKey(tools: TpmTools): readonly string[] {
  return ['-u', tools.path('key.pub'), '-r', tools.path('key.priv')];
}

export function keyNotInTpm(cause?: unknown): AppError {
  return new AppError(
    'device_unavailable',
    'The TPM does not know this key: it was cleared or replaced, enrol the kiosk anew.',
    {
      cause,
      zh: '安全芯片（TPM）不认识本机密钥：芯片已被清除或更换，请重新登记设备。',
    },
  );
}
