import { convertDlibResnet } from './convert-dlib-resnet.ts';
import { convertTfjsGraph, type GraphPorts } from './convert-tfjs-graph.ts';
import type { PackageFiles } from './package-files.ts';
import type { TfjsGraphFile } from './tfjs-graph.ts';
import type { WeightEntry } from './tfjs-weights.ts';

/** Makes the bytes of one ONNX model from the files of its package. */
export type Recipe = (files: PackageFiles) => Uint8Array;

const blazefacePorts: GraphPorts = {
  input: { node: 'input', shape: [1, 3, 256, 256] },
  outputs: [
    { node: 'Identity', as: 'scores16', shape: [1, 512, 1] },
    { node: 'Identity_1', as: 'scores8', shape: [1, 384, 1] },
    { node: 'Identity_2', as: 'boxes16', shape: [1, 512, 16] },
    { node: 'Identity_3', as: 'boxes8', shape: [1, 384, 16] },
  ],
};

const facemeshPorts: GraphPorts = {
  input: { node: 'input_1', shape: [1, 3, 192, 192] },
  outputs: [
    { node: 'Identity_2', as: 'mesh', shape: [1, 1404] },
    { node: 'Identity_1', as: 'presence', shape: [1, 1] },
  ],
};

/** How each model of the manifest is made, by its name there. */
export const recipes: Readonly<Record<string, Recipe>> = {
  blazeface: (files) => convertHumanModel(files, 'blazeface', blazefacePorts),
  facemesh: (files) => convertHumanModel(files, 'facemesh', facemeshPorts),
  'dlib-face-recognition': (files) => {
    const path = 'model/face_recognition_model';
    const [group] = files.readJson<{ weights: readonly WeightEntry[] }[]>(`${path}-weights_manifest.json`);
    return convertDlibResnet(group?.weights ?? [], files.readBytes(`${path}.bin`));
  },
};

function convertHumanModel(files: PackageFiles, name: string, ports: GraphPorts): Uint8Array {
  const graph = files.readJson<TfjsGraphFile>(`models/${name}.json`);
  return convertTfjsGraph(name, graph, files.readBytes(`models/${name}.bin`), ports);
}
