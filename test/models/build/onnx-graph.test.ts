import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { OnnxGraph, transpose } from '../../../models/build/onnx-graph.ts';

describe('transpose', () => {
  it('reorders dimensions', () => {
    const tensor = { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect(transpose(tensor, [1, 0])).toEqual({ shape: [3, 2], values: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });

  it('brings the last dimension of three to the front', () => {
    const tensor = { shape: [1, 2, 2], values: Float32Array.of(1, 2, 3, 4) };
    expect(transpose(tensor, [2, 0, 1])).toEqual({ shape: [2, 1, 2], values: Float32Array.of(1, 3, 2, 4) });
  });

  it('refuses an order of another rank', () => {
    const tensor = { shape: [2], values: Float32Array.of(1, 2) };
    expect(() => transpose(tensor, [0, 1])).toThrow(expect.objectContaining({ code: 'model_invalid' }));
  });
});

describe('OnnxGraph', () => {
  it('writes a model that onnxruntime runs, always with the same bytes', async () => {
    const write = () => {
      const graph = new OnnxGraph();
      graph.addInput('input', ['N', 2]);
      const weights = graph.addWeights('weights', [2, 1], Float32Array.of(2, 3));
      const product = graph.addNode('MatMul', ['input', weights], 'product');
      graph.addNode('Reshape', [product, graph.addIntegers('shape', [-1])], 'output');
      graph.addOutput('output', ['N']);
      return graph.toBytes('test');
    };
    expect(Buffer.from(write()).equals(write())).toBe(true);
    const session = await InferenceSession.create(write());
    const { output } = await session.run({
      input: new Tensor('float32', Float32Array.of(1, 1, 10, 100), [2, 2]),
    });
    expect(Array.from(output?.data as Float32Array)).toEqual([5, 320]);
    await session.release();
  });
});
