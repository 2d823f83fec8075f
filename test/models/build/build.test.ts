import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuildProgress, buildModels } from '../../../models/build/build.ts';
import { readManifest } from '../../../models/manifest.ts';
import { hasDigest } from '../../../models/model-file.ts';

describe('buildModels', () => {
  let outDir: string;
  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'keqin-models-'));
  });
  afterAll(() => rm(outDir, { recursive: true }));

  const build = async () => {
    const steps: BuildProgress[] = [];
    await buildModels({ outDir, onProgress: (step) => steps.push(step) });
    return steps.map(({ step, total, outcome }) => `${step}/${total} ${outcome}`);
  };

  it('makes every model with its pinned digest and size, then keeps what is there', async () => {
    expect(await build()).toEqual(['1/3 built', '2/3 built', '3/3 built']);
    for (const model of readManifest()) {
      expect(await hasDigest(join(outDir, model.file), model.sha256)).toBe(true);
      expect((await stat(join(outDir, model.file))).size).toBe(model.sizeBytes);
    }
    expect(await build()).toEqual(['1/3 kept', '2/3 kept', '3/3 kept']);
  });

  it('makes a damaged file again', async () => {
    await writeFile(join(outDir, 'facemesh.onnx'), 'damaged');
    expect(await build()).toEqual(['1/3 kept', '2/3 built', '3/3 kept']);
  });

  it('refuses a result that the manifest does not pin, and writes nothing', async () => {
    const [blazeface] = readManifest();
    if (blazeface === undefined) throw new Error('the manifest is empty');
    const other = { ...blazeface, file: 'other.onnx', sha256: 'f'.repeat(64) };
    await expect(buildModels({ outDir, manifest: [other] })).rejects.toMatchObject({ code: 'model_invalid' });
    expect(await readdir(outDir)).not.toContain('other.onnx');
  });
});
