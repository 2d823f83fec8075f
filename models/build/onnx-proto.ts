import protobuf from 'protobufjs/light.js';

/**
 * The part of onnx.proto3 that our graphs use, with its field numbers.
 * Source: github.com/onnx/onnx, onnx/onnx.proto3, IR version 8.
 */
const messages = {
  ModelProto: {
    irVersion: field('int64', 1),
    producerName: field('string', 2),
    graph: field('GraphProto', 7),
    opsetImport: list('OperatorSetIdProto', 8),
  },
  OperatorSetIdProto: { domain: field('string', 1), version: field('int64', 2) },
  GraphProto: {
    node: list('NodeProto', 1),
    name: field('string', 2),
    initializer: list('TensorProto', 5),
    input: list('ValueInfoProto', 11),
    output: list('ValueInfoProto', 12),
  },
  NodeProto: {
    input: list('string', 1),
    output: list('string', 2),
    name: field('string', 3),
    opType: field('string', 4),
    attribute: list('AttributeProto', 5),
  },
  AttributeProto: {
    name: field('string', 1),
    i: field('int64', 3),
    s: field('bytes', 4),
    ints: list('int64', 8),
    type: field('int32', 20),
  },
  TensorProto: {
    dims: list('int64', 1),
    dataType: field('int32', 2),
    name: field('string', 8),
    rawData: field('bytes', 9),
  },
  ValueInfoProto: { name: field('string', 1), type: field('TypeProto', 2) },
  TypeProto: { tensorType: field('TensorTypeProto', 1) },
  TensorTypeProto: { elemType: field('int32', 1), shape: field('TensorShapeProto', 2) },
  TensorShapeProto: { dim: list('DimensionProto', 1) },
  DimensionProto: { dimValue: field('int64', 1), dimParam: field('string', 2) },
};

export const attributeType = { int: 2, string: 3, ints: 7 } as const;
export const tensorType = { float32: 1, int64: 7 } as const;

export interface AttributeMessage {
  readonly name: string;
  readonly type: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly ints?: readonly number[];
}

export interface NodeMessage {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeMessage[];
}

export interface TensorMessage {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly rawData: Uint8Array;
}

export interface ValueMessage {
  readonly name: string;
  readonly type: unknown;
}

export interface GraphMessage {
  readonly name: string;
  readonly node: readonly NodeMessage[];
  readonly initializer: readonly TensorMessage[];
  readonly input: readonly ValueMessage[];
  readonly output: readonly ValueMessage[];
}

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(messages).map(([name, fields]) => [name, { fields }])),
});

/** The bytes of an ONNX model of operator set 13. The same graph always gives the same bytes. */
export function encodeModel(graph: GraphMessage): Uint8Array {
  const model = root.lookupType('ModelProto');
  const message = { irVersion: 8, producerName: 'keqin', graph, opsetImport: [{ domain: '', version: 13 }] };
  return model.encode(model.fromObject(message)).finish();
}

function field(type: string, id: number) {
  return { type, id };
}

function list(type: string, id: number) {
  return { rule: 'repeated', type, id };
}
