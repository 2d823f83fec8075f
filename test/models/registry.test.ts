import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelFor } from '../../models/manifest.ts';
import { openModel } from '../../models/registry.ts';
import { builtModels } from '../helpers/built-models.ts';

describe('openModel', () => {
  let folder: string;
  let modelsDir: string;
  beforeAll(async () => {
    modelsDir = await builtModels();
    folder = await mkdtemp(join(tmpdir(), 'keqin-models-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('opens a built model with the entry it belongs to', async () => {
    const entry = modelFor('landmarks');
    const model = await openModel(entry, modelsDir);
    expect(model.entry).toBe(entry);
    expect(model.session.outputNames).toEqual(['mesh', 'presence']);
    await model.session.release();
  });

  it('refuses a missing file, saying in Chinese what to do', async () => {
    const opening = openModel(modelFor('landmarks'), folder);
    await expect(opening).rejects.toMatchObject({
      code: 'model_invalid',
      zh: expect.stringContaining('请重新生成模型'),
    });
  });

  it('refuses another model under the right name', async () => {
    await cp(join(modelsDir, 'blazeface.onnx'), join(folder, 'facemesh.onnx'));
    await expect(openModel(modelFor('landmarks'), folder)).rejects.toMatchObject({ code: 'model_invalid' });
  });
});
