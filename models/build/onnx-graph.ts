import { AppError } from '../../sync/base/errors.ts';
import {
  type AttributeMessage,
  attributeType,
  encodeModel,
  type NodeMessage,
  type TensorMessage,
  tensorType,
  type ValueMessage,
} from './onnx-proto.ts';

/** Weights of one layer: values in the order of `shape`, last dimension fastest. */
export interface WeightTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;
/** A dimension; a word stands for any size. */
export type Dimension = number | 'N';

/** Collects nodes and weights, then writes them as one ONNX file. Values are named by strings. */
export class OnnxGraph {
  private readonly nodes: NodeMessage[] = [];
  private readonly weights = new Map<string, TensorMessage>();
  private readonly inputs: ValueMessage[] = [];
  private readonly outputs: ValueMessage[] = [];

  addInput(name: string, shape: readonly Dimension[]): void {
    this.inputs.push(describeValue(name, shape));
  }

  addOutput(name: string, shape: readonly Dimension[]): void {
    this.outputs.push(describeValue(name, shape));
  }

  /** Adds an operator and returns the name of its one output. */
  addNode(opType: string, input: readonly string[], output: string, attributes: Attributes = {}): string {
    const attribute = Object.entries(attributes).map(([name, value]) => toAttribute(name, value));
    this.nodes.push({ name: output, opType, input, output: [output], attribute });
    return output;
  }

  /** Adds float32 weights and returns their name. */
  addWeights(name: string, dims: readonly number[], values: Float32Array): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.weights.set(name, { name, dims, dataType: tensorType.float32, rawData });
    return name;
  }

  /** Adds a list of whole numbers (a shape, a padding) and returns its name. */
  addIntegers(name: string, values: readonly number[]): string {
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.weights.set(name, { name, dims: [values.length], dataType: tensorType.int64, rawData });
    return name;
  }

  toBytes(name: string): Uint8Array {
    const initializer = [...this.weights.values()];
    return encodeModel({ name, node: this.nodes, initializer, input: this.inputs, output: this.outputs });
  }
}

/** Reorders the dimensions of a tensor: dimension `i` of the result is dimension `order[i]` of `tensor`. */
export function transpose(tensor: WeightTensor, order: readonly number[]): WeightTensor {
  if (order.length !== tensor.shape.length)
    throw new AppError('model_invalid', 'A weight has another rank than its layer.');
  const shape = order.map((from) => tensor.shape[from] ?? 0);
  const strides = tensor.shape.map((_, i) => tensor.shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const values = new Float32Array(tensor.values.length);
  const index = shape.map(() => 0);
  for (let to = 0; to < values.length; to++) {
    let from = 0;
    for (let i = 0; i < order.length; i++) from += (index[i] ?? 0) * (strides[order[i] ?? 0] ?? 0);
    values[to] = tensor.values[from] ?? 0;
    stepIndex(index, shape);
  }
  return { shape, values };
}

function stepIndex(index: number[], shape: readonly number[]): void {
  for (let i = index.length - 1; i >= 0; i--) {
    index[i] = (index[i] ?? 0) + 1;
    if ((index[i] ?? 0) < (shape[i] ?? 0)) return;
    index[i] = 0;
  }
}

function toAttribute(name: string, value: number | string | readonly number[]): AttributeMessage {
  if (typeof value === 'number') return { name, type: attributeType.int, i: value };
  if (typeof value === 'string')
    return { name, type: attributeType.string, s: new TextEncoder().encode(value) };
  return { name, type: attributeType.ints, ints: value };
}

function describeValue(name: string, shape: readonly Dimension[]): ValueMessage {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: tensorType.float32, shape: { dim } } } };
}
