import { Pyramid } from '../image/pyramid.ts';
import type { FaceAnalyser, FaceFound, Picture } from './analyser.ts';
import { type Detection, detectFaces } from './detect.ts';
import { embedFace } from './embed.ts';
import { findUnfitness } from './fitness.ts';
import { layMesh } from './mesh.ts';
import { yawOf } from './pose.ts';
import { closeStages, openStages, type Stages } from './stages.ts';
import { detection, landmarks } from './thresholds.ts';

export interface FaceAnalyserOptions {
  /** Where `buildModels` put the ONNX files. */
  readonly modelsDir: string;
}

/** Opens the models and checks their digests. Throws `model_invalid`. */
export async function createFaceAnalyser({ modelsDir }: FaceAnalyserOptions): Promise<FaceAnalyser> {
  const stages = await openStages(modelsDir);
  const { recogniser } = stages;
  return {
    modelDigest: recogniser.entry.sha256,
    modelName: recogniser.entry.name,
    analyse: (picture) => analyse(stages, picture),
    close: () => closeStages(stages),
  };
}

/** Largest face first: it is the one that stands before the kiosk. */
async function analyse(stages: Stages, picture: Picture): Promise<FaceFound[]> {
  const pyramid = new Pyramid(picture);
  const detected = await detectFaces(stages.detector, pyramid);
  const largest = detected.toSorted((a, b) => b.box.width - a.box.width).slice(0, detection.maxFaces);
  const faces: FaceFound[] = [];
  for (const face of largest) {
    const found = await measure(stages, pyramid, face);
    if (found !== undefined) faces.push(found);
  }
  return faces;
}

async function measure(stages: Stages, pyramid: Pyramid, face: Detection): Promise<FaceFound | undefined> {
  const { box, confidence } = face;
  const mesh = await layMesh(stages.mesh, pyramid, face);
  if (mesh === undefined) {
    if (confidence < landmarks.minConfidenceWithout) return undefined;
    return { box, confidence, yawDegrees: 0, unfit: 'no-landmarks' };
  }
  const yawDegrees = yawOf(mesh);
  const found = { box: mesh.box, confidence, yawDegrees };
  const unfit = findUnfitness(mesh, yawDegrees, pyramid.picture);
  if (unfit !== undefined) return { ...found, unfit };
  return { ...found, ...(await embedFace(stages.recogniser, pyramid, mesh)) };
}
