import type { FaceFound } from '../../models/face/analyser.ts';
import { meanEmbedding } from '../../models/face/embedding.ts';
import { chooseForEnrolment, type EnrolmentChoice } from '../../models/face/enrol.ts';
import { buildGallery } from '../../models/face/gallery.ts';
import { recognitionThreshold } from '../../models/face/recognition-threshold.ts';
import type { EnrolmentAnswer } from '../../sync/contract/kiosk-admin.ts';
import type { Identity } from '../attendance/decide.ts';
import type { FactLog } from '../store/log-store.ts';
import type { AnalysedFaces } from '../vision/analysed-faces.ts';
import type { FaceStore } from './face-store.ts';

interface FaceEnrolmentParts {
  readonly faces: AnalysedFaces;
  readonly faceStore: FaceStore;
  readonly log: FactLog;
}

/** How many frames with a usable face are looked at, and for how long at most. */
const wantedFrames = 15;
const patienceMs = 30_000;

const reasons = {
  'too-few-good': 'no-face',
  'several-faces': 'two-people',
  inconsistent: 'two-people',
} as const satisfies Record<
  Extract<EnrolmentChoice, { kind: 'refused' }>['reason'],
  EnrolmentAnswer['reason']
>;

/** Takes a series of pictures of one person and keeps the template that they make; no picture is kept. */
export async function enrolFace(parts: FaceEnrolmentParts, identity: Identity): Promise<EnrolmentAnswer> {
  const { faces, faceStore, log } = parts;
  const choice = chooseForEnrolment(await collect(faces));
  if (choice.kind === 'refused') return { outcome: 'refused', reason: reasons[choice.reason] };
  if (isAnother(parts, identity, choice.embeddings)) return { outcome: 'refused', reason: 'duplicate' };
  const data = {
    person: identity.person,
    method: 'face',
    samples: choice.embeddings.length,
    with: faces.modelName,
    quality: Math.round(choice.consistency * 1_000) / 1_000,
  } as const;
  log.append('enrolment', identity.class, data, () => {
    faceStore.save(identity, faces.modelDigest, choice.embeddings);
  });
  return { outcome: 'enrolled', reason: null };
}

/**
 * Whether this is the face of somebody else of the class, enrolled in a second name; or of one so like them that
 * neither would ever be recognised again.
 */
function isAnother(
  { faces, faceStore }: FaceEnrolmentParts,
  identity: Identity,
  embeddings: readonly Float32Array[],
): boolean {
  const others = faceStore
    .ofModel(faces.modelDigest)
    .filter(({ class: classId, person }) => classId === identity.class && person !== identity.person);
  const gallery = buildGallery(others.map((other) => ({ id: other.person, embeddings: other.embeddings })));
  return gallery.match(meanEmbedding(embeddings)).score >= recognitionThreshold(gallery.size);
}

function collect(source: AnalysedFaces): Promise<(readonly FaceFound[])[]> {
  const frames: (readonly FaceFound[])[] = [];
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      forget();
      resolve(frames);
    };
    const timer = setTimeout(finish, patienceMs);
    const forget = source.watch(({ faces }) => {
      frames.push(faces);
      const usable = frames.filter((seen) => seen.some((face) => face.embedding)).length;
      if (usable >= wantedFrames) finish();
    });
  });
}
