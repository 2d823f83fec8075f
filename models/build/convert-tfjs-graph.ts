import { AppError } from '../../sync/base/errors.ts';
import { type Dimension, OnnxGraph, transpose, type WeightTensor } from './onnx-graph.ts';
import {
  autoPad,
  fusedOps,
  sortNodes,
  spatialSizes,
  type TfjsGraphFile,
  type TfjsNode,
} from './tfjs-graph.ts';
import { readWeights } from './tfjs-weights.ts';

export interface GraphPorts {
  readonly input: { readonly node: string; readonly shape: readonly Dimension[] };
  /** Which nodes leave the graph, under which names. */
  readonly outputs: readonly {
    readonly node: string;
    readonly as: string;
    readonly shape: readonly Dimension[];
  }[];
}

interface Conversion {
  readonly graph: OnnxGraph;
  readonly weights: ReadonlyMap<string, WeightTensor>;
}

type Converter = (to: Conversion, node: TfjsNode, inputs: readonly string[]) => void;

/**
 * Writes a TensorFlow.js graph model as ONNX. TensorFlow keeps channels last, ONNX first: weights are transposed
 * here once, and values only where the graph is flattened. The input is named `input`, N × 3 × height × width.
 */
export function convertTfjsGraph(
  name: string,
  file: TfjsGraphFile,
  bytes: Buffer,
  ports: GraphPorts,
): Uint8Array {
  const weights = readWeights(
    file.weightsManifest.flatMap((group) => group.weights),
    bytes,
  );
  const graph = new OnnxGraph();
  graph.addInput('input', ports.input.shape);
  const wanted = ports.outputs.map((output) => output.node);
  for (const node of sortNodes(file.modelTopology.node, wanted)) {
    if (node.op === 'Const' || node.op === 'Placeholder') continue;
    const inputs = (node.input ?? []).map((input) => (input === ports.input.node ? 'input' : input));
    converterOf(node)({ graph, weights }, node, inputs);
  }
  for (const output of ports.outputs) {
    graph.addNode('Identity', [output.node], output.as);
    graph.addOutput(output.as, output.shape);
  }
  return graph.toBytes(name);
}

const converters: Readonly<Record<string, Converter>> = {
  _FusedConv2D: convertFusedConv,
  DepthwiseConv2dNative: convertDepthwiseConv,
  MaxPool: convertMaxPool,
  Pad: convertPad,
  Prelu: convertPrelu,
  Reshape: convertReshape,
  AddV2: renamed('Add'),
  Relu: renamed('Relu'),
  Sigmoid: renamed('Sigmoid'),
  Identity: renamed('Identity'),
};

function converterOf(node: TfjsNode): Converter {
  const converter = converters[node.op];
  if (converter === undefined)
    throw new AppError('model_invalid', `The operator ${node.op} is not understood.`);
  return converter;
}

function renamed(opType: string): Converter {
  return ({ graph }, node, inputs) => {
    graph.addNode(opType, inputs, node.name);
  };
}

function convertFusedConv(
  to: Conversion,
  node: TfjsNode,
  [value = '', filter = '', bias = '', slope = '']: readonly string[],
) {
  const [first, activation, ...more] = fusedOps(node);
  if (first !== 'BiasAdd' || more.length > 0) throw notUnderstood(node);
  const inputs = [value, addTransposed(to, filter, [3, 2, 0, 1]), addPlain(to, bias)];
  const convolved = activation === undefined ? node.name : `${node.name}:convolved`;
  to.graph.addNode('Conv', inputs, convolved, {
    strides: spatialSizes(node, 'strides'),
    auto_pad: autoPad(node),
  });
  if (activation === 'Relu') to.graph.addNode('Relu', [convolved], node.name);
  else if (activation === 'Prelu') addPrelu(to, convolved, slope, node.name);
  else if (activation !== undefined) throw notUnderstood(node);
}

function convertDepthwiseConv(to: Conversion, node: TfjsNode, [value = '', filter = '']: readonly string[]) {
  const inputs = [value, addTransposed(to, filter, [2, 3, 0, 1])];
  const group = weightsOf(to, filter).shape[2] ?? 1;
  to.graph.addNode('Conv', inputs, node.name, {
    strides: spatialSizes(node, 'strides'),
    auto_pad: autoPad(node),
    group,
  });
}

function convertMaxPool(to: Conversion, node: TfjsNode, inputs: readonly string[]) {
  const attributes = { kernel_shape: spatialSizes(node, 'ksize'), strides: spatialSizes(node, 'strides') };
  to.graph.addNode('MaxPool', inputs, node.name, { ...attributes, auto_pad: autoPad(node) });
}

function convertPad(to: Conversion, node: TfjsNode, [value = '', paddings = '']: readonly string[]) {
  // TensorFlow: [before, after] for batch, height, width, channel. ONNX: all befores, then all afters.
  const [b0 = 0, b1 = 0, h0 = 0, h1 = 0, w0 = 0, w1 = 0, c0 = 0, c1 = 0] = weightsOf(to, paddings).values;
  const pads = to.graph.addIntegers(`${node.name}:pads`, [b0, c0, h0, w0, b1, c1, h1, w1]);
  to.graph.addNode('Pad', [value, pads], node.name);
}

function convertPrelu(to: Conversion, node: TfjsNode, [value = '', slope = '']: readonly string[]) {
  addPrelu(to, value, slope, node.name);
}

function convertReshape(to: Conversion, node: TfjsNode, [value = '', shape = '']: readonly string[]) {
  const channelsLast = to.graph.addNode('Transpose', [value], `${node.name}:channels-last`, {
    perm: [0, 2, 3, 1],
  });
  const target = to.graph.addIntegers(`${node.name}:shape`, [...weightsOf(to, shape).values]);
  to.graph.addNode('Reshape', [channelsLast, target], node.name);
}

function weightsOf(to: Conversion, name: string): WeightTensor {
  const tensor = to.weights.get(name);
  if (tensor === undefined) throw new AppError('model_invalid', `The weights ${name} are missing.`);
  return tensor;
}

function addPlain(to: Conversion, name: string): string {
  const { shape, values } = weightsOf(to, name);
  return to.graph.addWeights(name, shape, Float32Array.from(values));
}

function addTransposed(to: Conversion, name: string, order: readonly number[]): string {
  const { shape, values } = transpose(weightsOf(to, name), order);
  return to.graph.addWeights(name, shape, Float32Array.from(values));
}

/**
 * PReLU of simple operators: onnxruntime's own takes two thirds of Face Mesh's time. Where no slope is above 1 it
 * is max(x, slope · x), elsewhere max(x, 0) + slope · min(x, 0); both are exact.
 */
function addPrelu({ graph, weights }: Conversion, value: string, name: string, output: string): void {
  // TensorFlow's slope is 1 × 1 × C and broadcasts from the right; ONNX needs C × 1 × 1.
  const { shape, values } = transpose(weightsOf({ graph, weights }, name), [2, 0, 1]);
  const slope = graph.addWeights(name, shape, Float32Array.from(values));
  if (values.every((s) => s <= 1)) {
    graph.addNode('Max', [value, graph.addNode('Mul', [value, slope], `${output}:sloped`)], output);
    return;
  }
  const zero = graph.addWeights('zero', [1], new Float32Array(1));
  const below = graph.addNode(
    'Mul',
    [graph.addNode('Min', [value, zero], `${output}:below`), slope],
    `${output}:sloped`,
  );
  graph.addNode('Add', [graph.addNode('Relu', [value], `${output}:above`), below], output);
}

function notUnderstood(node: TfjsNode): AppError {
  return new AppError('model_invalid', `The fused operators of ${node.name} are not understood.`);
}
