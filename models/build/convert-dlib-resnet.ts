import { AppError } from '../../sync/base/errors.ts';
import { OnnxGraph, transpose, type WeightTensor } from './onnx-graph.ts';
import { readWeights, type WeightEntry } from './tfjs-weights.ts';

interface Network {
  readonly graph: OnnxGraph;
  readonly weights: ReadonlyMap<string, WeightTensor>;
}

/** What happens to height and width in a layer. */
type Step = 'same' | 'halve';

interface Block {
  readonly name: string;
  readonly step: Step;
  readonly channels: number;
  /** Zeros below and right of a convolution whose result is one row and column smaller than the pooled path. */
  readonly grow?: boolean;
}

// dlib's dnn_face_recognition_ex.cpp, with the names of face-api.js (faceRecognitionNet/FaceRecognitionNet.ts).
const blocks: readonly Block[] = [
  { name: 'conv32_1', step: 'same', channels: 32 },
  { name: 'conv32_2', step: 'same', channels: 32 },
  { name: 'conv32_3', step: 'same', channels: 32 },
  { name: 'conv64_down', step: 'halve', channels: 64 },
  { name: 'conv64_1', step: 'same', channels: 64 },
  { name: 'conv64_2', step: 'same', channels: 64 },
  { name: 'conv64_3', step: 'same', channels: 64 },
  { name: 'conv128_down', step: 'halve', channels: 128 },
  { name: 'conv128_1', step: 'same', channels: 128 },
  { name: 'conv128_2', step: 'same', channels: 128 },
  { name: 'conv256_down', step: 'halve', channels: 256, grow: true },
  { name: 'conv256_1', step: 'same', channels: 256 },
  { name: 'conv256_2', step: 'same', channels: 256 },
  { name: 'conv256_down_out', step: 'halve', channels: 256, grow: true },
];

/**
 * dlib's face recogniser (`face_recognition` of face-api) as ONNX.
 * Input `input`: N × 3 × 150 × 150, RGB, (value − [122.782, 117.001, 104.298]) / 256. Output `embedding`: N × 128.
 */
export function convertDlibResnet(entries: readonly WeightEntry[], bytes: Buffer): Uint8Array {
  const network: Network = { graph: new OnnxGraph(), weights: readWeights(entries, bytes) };
  const { graph } = network;
  graph.addInput('input', ['N', 3, 150, 150]);
  let value = addConvolution(network, 'conv32_down', 'input', { step: 'halve', relu: true });
  value = graph.addNode('MaxPool', [value], 'pooled', { kernel_shape: [3, 3], strides: [2, 2] });
  let channels = 32;
  for (const block of blocks) {
    value = addResidual(network, block, value, channels);
    channels = block.channels;
  }
  value = graph.addNode('GlobalAveragePool', [value], 'averaged');
  value = graph.addNode('Flatten', [value], 'flat', { axis: 1 });
  const fc = weightsOf(network, 'fc');
  graph.addNode(
    'MatMul',
    [value, graph.addWeights('fc', fc.shape, Float32Array.from(fc.values))],
    'embedding',
  );
  graph.addOutput('embedding', ['N', 128]);
  return graph.toBytes('dlib-face-recognition');
}

function addResidual(network: Network, block: Block, value: string, channelsIn: number): string {
  const { graph } = network;
  const { name, step } = block;
  const first = addConvolution(network, `${name}/conv1`, value, { step, relu: true });
  const second = addConvolution(network, `${name}/conv2`, first, { step: 'same', relu: false });
  const grown = block.grow ? addPadding(graph, `${name}/grown`, second, [0, 0, 0, 0, 0, 0, 1, 1]) : second;
  const shortcut = step === 'same' ? value : addShortcut(graph, block, value, channelsIn);
  return graph.addNode('Relu', [graph.addNode('Add', [shortcut, grown], `${name}/sum`)], name);
}

/** The path round a block that halves: averaged, and given channels of zeros where the block adds channels. */
function addShortcut(graph: OnnxGraph, { name, channels }: Block, value: string, channelsIn: number): string {
  const pooled = graph.addNode('AveragePool', [value], `${name}/pooled`, {
    kernel_shape: [2, 2],
    strides: [2, 2],
  });
  if (channels === channelsIn) return pooled;
  return addPadding(graph, `${name}/widened`, pooled, [0, 0, 0, 0, 0, channels - channelsIn, 0, 0]);
}

function addPadding(graph: OnnxGraph, name: string, value: string, pads: readonly number[]): string {
  return graph.addNode('Pad', [value, graph.addIntegers(`${name}:pads`, pads)], name);
}

interface Convolution {
  readonly step: Step;
  readonly relu: boolean;
}

/** A convolution with the learnt scale that follows it folded in: (x * f + b) · w + c = x * (f · w) + (b · w + c). */
function addConvolution(network: Network, name: string, value: string, { step, relu }: Convolution): string {
  const { graph } = network;
  const filters = transpose(weightsOf(network, `${name}/conv/filters`), [3, 2, 0, 1]);
  const bias = weightsOf(network, `${name}/conv/bias`).values;
  const scale = weightsOf(network, `${name}/scale/weights`).values;
  const shift = weightsOf(network, `${name}/scale/biases`).values;
  const perFilter = filters.values.length / scale.length;
  const scaled = Float32Array.from(filters.values, (f, i) => f * (scale[Math.floor(i / perFilter)] ?? 0));
  const shifted = Float32Array.from(scale, (w, i) => (bias[i] ?? 0) * w + (shift[i] ?? 0));
  const inputs = [
    value,
    graph.addWeights(`${name}:filters`, filters.shape, scaled),
    graph.addWeights(`${name}:bias`, [shifted.length], shifted),
  ];
  const attributes =
    step === 'same' ? { strides: [1, 1], auto_pad: 'SAME_UPPER' } : { strides: [2, 2], auto_pad: 'VALID' };
  const convolved = graph.addNode('Conv', inputs, `${name}:convolved`, attributes);
  return relu ? graph.addNode('Relu', [convolved], `${name}:relu`) : convolved;
}

function weightsOf(network: Network, name: string): WeightTensor {
  const tensor = network.weights.get(name);
  if (tensor === undefined) throw new AppError('model_invalid', `The weights ${name} are missing.`);
  return tensor;
}
