import { setImmediate as breathe } from 'node:timers/promises';
import { Pyramid } from '../image/pyramid.ts';
import type { OpenModel } from '../registry.ts';
import type { Box, Picture } from './analyser.ts';
import { type Detection, detectInView, suppress } from './detect.ts';
import { type EmbeddedFace, embedFace } from './embed.ts';
import { findUnfitness } from './fitness.ts';
import { type FaceMesh, layMesh } from './mesh.ts';
import { yawOf } from './pose.ts';
import { closeStages, openStages, type Stages } from './stages.ts';
import { crowd } from './thresholds.ts';
import { layTiles } from './tiles.ts';

/** A face among many. Lengths in pixels of the picture. */
export interface CrowdFace {
  readonly box: Box;
  /** The detector's confidence, 0 … 1. */
  readonly confidence: number;
  /** L2-normalised; present when the face is large and straight enough to be recognised. Never leaves the kiosk. */
  readonly embedding?: Float32Array;
}

/** Finds every face of a room, also those far away. */
export interface CrowdAnalyser {
  /** The detector that counts. */
  readonly modelName: string;
  readonly modelDigest: string;
  /** Digest of the recogniser's weights: a template is bound to it. */
  readonly recogniserDigest: string;
  /** Takes seconds, and leaves the loop free in between. */
  analyse(picture: Picture): Promise<CrowdFace[]>;
  close(): Promise<void>;
}

/** Opens the models, apart from those of check-in, and checks their digests. Throws `model_invalid`. */
export async function createCrowdAnalyser({
  modelsDir,
}: {
  readonly modelsDir: string;
}): Promise<CrowdAnalyser> {
  const stages = await openStages(modelsDir);
  const { detector, recogniser } = stages;
  return {
    modelName: detector.entry.name,
    modelDigest: detector.entry.sha256,
    recogniserDigest: recogniser.entry.sha256,
    analyse: (picture) => analyse(stages, picture),
    close: () => closeStages(stages),
  };
}

async function analyse(stages: Stages, picture: Picture): Promise<CrowdFace[]> {
  const pyramid = new Pyramid(picture);
  const faces: CrowdFace[] = [];
  for (const found of await detectEverywhere(stages.detector, pyramid)) {
    const face = await measure(stages, pyramid, found);
    if (face !== undefined) faces.push(face);
    await breathe();
  }
  return faces;
}

async function detectEverywhere(model: OpenModel, pyramid: Pyramid): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for (const view of layTiles(pyramid.picture.width, pyramid.picture.height)) {
    found.push(...(await detectInView(model, pyramid, { view, minConfidence: crowd.minConfidence })));
    await breathe();
  }
  return suppress(found);
}

/** Undefined for what is no face after all. */
async function measure(stages: Stages, pyramid: Pyramid, found: Detection): Promise<CrowdFace | undefined> {
  const { box, confidence } = found;
  const mesh = await layMesh(stages.mesh, pyramid, found);
  if (mesh === undefined)
    return confidence < crowd.minConfidenceWithoutMesh ? undefined : { box, confidence };
  const embedded = await embedIfFit(stages.recogniser, pyramid, mesh);
  return { box, confidence, ...(embedded && { embedding: embedded.embedding }) };
}

async function embedIfFit(
  model: OpenModel,
  pyramid: Pyramid,
  mesh: FaceMesh,
): Promise<EmbeddedFace | undefined> {
  if (findUnfitness(mesh, yawOf(mesh), pyramid.picture) !== undefined) return undefined;
  return embedFace(model, pyramid, mesh);
}
