import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelFor } from '../../../models/manifest.ts';
import { openModel } from '../../../models/registry.ts';
import { builtModels } from '../../helpers/built-models.ts';
import { clmtrackrMedia, readPicture } from '../../helpers/real-pictures.ts';

// The expected numbers are those of TensorFlow.js 4.22 (CPU) and face-api 1.7.15 on the same pixels.
describe('converted models answer as TensorFlow.js does', () => {
  let modelsDir: string;
  beforeAll(async () => {
    modelsDir = await builtModels();
  });

  const answer = async (task: 'detect' | 'landmarks' | 'recognise', left: number, top: number) => {
    const { entry, session } = await openModel(modelFor(task), modelsDir);
    const { widthPx: size, mean, scale } = entry.input;
    const part = { left, top, width: size, height: size };
    const { rgb } = await readPicture(join(clmtrackrMedia, 'clmtrackr01.jpg'), part);
    const planes = new Float32Array(3 * size * size);
    for (let i = 0; i < rgb.length; i++) {
      planes[(i % 3) * size * size + Math.floor(i / 3)] = ((rgb[i] ?? 0) - (mean[i % 3] ?? 0)) * scale;
    }
    const outputs = await session.run({ input: new Tensor('float32', planes, [1, 3, size, size]) });
    await session.release();
    return (name: string) => Array.from(outputs[name]?.data as Float32Array);
  };
  const expectClose = (actual: readonly number[], expected: readonly number[], within: number) => {
    expect(actual).toHaveLength(expected.length);
    for (const [i, value] of expected.entries())
      expect(Math.abs((actual[i] ?? 0) - value)).toBeLessThan(within);
  };

  it('blazeface', async () => {
    const output = await answer('detect', 22, 7);
    expectClose(
      [Math.max(...output('scores16')), Math.max(...output('scores8'))],
      [-1.95584, 1.827157],
      1e-3,
    );
    expectClose(
      output('boxes16').slice(327 * 16, 327 * 16 + 4),
      [4.531799, -3.898286, 26.603779, 26.604046],
      1e-3,
    );
    expectClose(
      output('boxes8').slice(260 * 16, 260 * 16 + 4),
      [21.457333, -22.551254, 160.016968, 160.048996],
      1e-3,
    );
  });

  it('facemesh', async () => {
    const output = await answer('landmarks', 54, 40);
    expectClose(output('presence'), [1], 1e-6);
    expectClose(output('mesh').slice(2 * 3, 3 * 3), [113.878891, 129.016953, -16.058569], 1e-3);
    expectClose(output('mesh').slice(263 * 3, 264 * 3), [145.2314, 81.389465, 12.149169], 1e-3);
  });

  it('dlib-face-recognition', async () => {
    const output = await answer('recognise', 75, 60);
    const first = [-0.107241489, 0.082554154, 0.083621636, -0.054798026, -0.124647439, -0.02190453];
    expectClose(output('embedding').slice(0, 6), first, 1e-5);
    expect(Math.hypot(...output('embedding'))).toBeCloseTo(1.405839, 4);
  });
});
