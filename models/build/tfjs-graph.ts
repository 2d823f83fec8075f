import { AppError } from '../../sync/base/errors.ts';
import type { WeightEntry } from './tfjs-weights.ts';

/** A node of a TensorFlow.js graph model. Bytes in attributes are base64. */
export interface TfjsNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, TfjsAttribute>>;
}

interface TfjsAttribute {
  readonly s?: string;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
}

/** The `.json` file of a TensorFlow.js graph model. */
export interface TfjsGraphFile {
  readonly modelTopology: { readonly node: readonly TfjsNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly WeightEntry[] }[];
}

/** A list of whole numbers, such as strides, for height and width only. */
export function spatialSizes(node: TfjsNode, name: string): readonly number[] {
  const sizes = node.attr?.[name]?.list?.i?.map(Number) ?? [1, 1, 1, 1];
  return sizes.slice(1, 3);
}

/** TensorFlow's padding in ONNX words. */
export function autoPad(node: TfjsNode): 'SAME_UPPER' | 'VALID' {
  const padding = decodeText(node.attr?.padding?.s);
  if (padding === 'SAME') return 'SAME_UPPER';
  if (padding === 'VALID') return 'VALID';
  throw new AppError('model_invalid', `The padding of ${node.name} is not understood.`);
}

/** What a fused convolution does after it, such as `['BiasAdd', 'Relu']`. */
export function fusedOps(node: TfjsNode): readonly string[] {
  return node.attr?.fused_ops?.list?.s?.map(decodeText) ?? [];
}

/** The nodes that `outputs` need, each after its inputs. */
export function sortNodes(nodes: readonly TfjsNode[], outputs: readonly string[]): readonly TfjsNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const sorted = new Set<TfjsNode>();
  const visit = (name: string): void => {
    const node = byName.get(name);
    if (node === undefined) throw new AppError('model_invalid', `The graph has no node ${name}.`);
    if (sorted.has(node)) return;
    for (const input of node.input ?? []) visit(input);
    sorted.add(node);
  };
  for (const output of outputs) visit(output);
  return [...sorted];
}

function decodeText(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString('latin1');
}
