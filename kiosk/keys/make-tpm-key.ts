import { readFileSync } from 'node:fs';
import { loadKey, makeParent, wrappedKey } from './tpm-commands.ts';
import type { TpmKeyFile } from './tpm-key-file.ts';
import { TpmTools } from './tpm-tools.ts';

/** P-256, for every TPM has it; `fixedtpm`: the private part is never given out, to nobody. */
const keyOptions = ['-G', 'ecc256:ecdsa-sha256', '-g', 'sha256'];
const keyUse = 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign';

/** Makes a signing key inside the TPM, and returns the text of its key file. */
export async function createTpmKey(tcti: string | undefined): Promise<string> {
  const tools = new TpmTools(tcti);
  try {
    return await tools.exclusively(async () => {
      await makeParent(tools);
      await tools.run(
        'tpm2_create',
        '-C',
        tools.path('parent.ctx'),
        ...keyOptions,
        '-a',
        keyUse,
        ...wrappedKey(tools),
      );
      await loadKey(tools);
      await tools.run(
        'tpm2_readpublic',
        '-c',
        tools.path('key.ctx'),
        '-f',
        'der',
        '-o',
        tools.path('key.der'),
      );
      return keyFileText(tools);
    });
  } finally {
    await tools.close();
  }
}

function keyFileText(tools: TpmTools): string {
  const read = (name: string) => readFileSync(tools.path(name)).toString('base64url');
  const file: TpmKeyFile = {
    v: 1,
    provider: 'tpm',
    publicKey: read('key.der'),
    area: read('key.pub'),
    wrapped: read('key.priv'),
  };
  return `${JSON.stringify(file)}\n`;
}
