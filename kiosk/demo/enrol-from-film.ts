import { FfmpegCamera } from '../../device-drivers/camera/ffmpeg-camera.ts';
import { parseCameraSource } from '../../device-drivers/camera/source.ts';
import type { FaceAnalyser } from '../../models/face/analyser.ts';
import { systemClock } from '../../sync/base/clock.ts';
import { AppError } from '../../sync/base/errors.ts';
import type { KioskApp } from '../app.ts';
import type { Identity } from '../attendance/decide.ts';
import { AnalysedFaces } from '../vision/analysed-faces.ts';

/** Enrols a face with the film playing in real time before the same camera driver that check-in uses. */
export async function enrolFromFilm(
  app: KioskApp,
  analyser: FaceAnalyser,
  film: string,
  identity: Identity,
): Promise<void> {
  const { logger } = app.parts;
  const frames = { fps: 5, width: 640 };
  const source = parseCameraSource(film);
  const camera = new FfmpegCamera({ source, segments: undefined, frames, clock: systemClock(), log: logger });
  const faces = new AnalysedFaces(camera, analyser, logger);
  camera.start();
  try {
    const answer = await app.enrolment.enrolFace(identity, faces);
    if (answer.outcome === 'enrolled') return;
    throw new AppError('internal', `a demo face was not enrolled: ${answer.reason}`);
  } finally {
    await camera.close();
    await faces.close();
  }
}
