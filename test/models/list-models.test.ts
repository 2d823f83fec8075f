import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listModels } from '../../models/list-models.ts';
import { readManifest } from '../../models/manifest.ts';
import { builtModels } from '../helpers/built-models.ts';

describe('listModels', () => {
  it('says of each model its digest, licence and whether it is built', async () => {
    const modelsDir = await builtModels();
    const built = await listModels(modelsDir);
    const unbuilt = await listModels(join(modelsDir, 'nowhere'));
    for (const [i, { name, sha256, licence }] of readManifest().entries()) {
      for (const part of [name, '已生成', sha256, licence]) expect(built[i]).toContain(part);
      expect(unbuilt[i]).toContain('未生成');
    }
    expect(built).toHaveLength(3);
  });
});
