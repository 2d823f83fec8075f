import type { FingerprintReader } from '../../device-drivers/fingerprint/reader.ts';
import { AppError } from '../../sync/base/errors.ts';
import type { EnrolmentAnswer, EnrolmentList } from '../../sync/contract/kiosk-admin.ts';
import type { Method } from '../../sync/contract/records.ts';
import type { CheckInDesk } from '../attendance/check-in-desk.ts';
import type { Identity } from '../attendance/decide.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { maskName, openSession, personOf } from '../plan/timetable.ts';
import type { FactLog } from '../store/log-store.ts';
import type { AnalysedFaces } from '../vision/analysed-faces.ts';
import type { FaceWatch } from '../vision/face-watch.ts';
import { enrolFace } from './enrol-face.ts';
import { enrolFinger } from './enrol-finger.ts';
import { eraseFinishedClasses } from './erase.ts';
import type { FaceStore } from './face-store.ts';
import type { FingerStore } from './finger-store.ts';

interface EnrolmentParts {
  readonly log: FactLog;
  readonly plans: PlanStore;
  readonly reader: FingerprintReader;
  readonly fingers: FingerStore;
  readonly faceStore: FaceStore;
  readonly watch: FaceWatch | undefined;
  readonly desk: CheckInDesk;
  readonly clock: { now(): number };
  /** Reference of the impact assessment (PIPL 55): empty means that nobody may be enrolled. */
  readonly assessment: string;
}

/** Enrols the people of a class: consent first, for each use of its own, then the capture. */
export class Enrolment {
  readonly #parts: EnrolmentParts;
  #busy = false;

  constructor(parts: EnrolmentParts) {
    this.#parts = parts;
  }

  /** Who of the class at hand is enrolled how. */
  list(): EnrolmentList {
    const { plans, fingers, faceStore, watch, assessment, clock } = this.#parts;
    const plan = openSession(plans.all(), clock.now())?.plan ?? plans.all()[0];
    const withFace = new Set(
      watch ? faceStore.ofModel(watch.faces.modelDigest).map((face) => key(face)) : [],
    );
    const people = (plan?.people ?? []).map((person) => {
      const identity = { class: plan?.class ?? '', person: person.id };
      return {
        id: person.id,
        maskedName: maskName(person.name),
        role: person.role,
        face: withFace.has(key(identity)),
        fingers: fingers.slotsOf(identity).length,
      };
    });
    return { assessment, people };
  }

  async enrol(personId: string, method: Method, consent: boolean): Promise<EnrolmentAnswer> {
    const identity = this.#find(personId);
    this.#recordConsent(identity, method, consent);
    return this.#oneAtATime(() =>
      method === 'face' ? this.#face(identity) : enrolFinger(this.#parts, identity),
    );
  }

  /** Enrols from a source of faces other than the door camera; consent was given for it. */
  enrolFace(identity: Identity, faces: AnalysedFaces): Promise<EnrolmentAnswer> {
    const { faceStore, log } = this.#parts;
    this.#recordConsent(identity, 'face', true);
    return this.#oneAtATime(() => enrolFace({ faces, faceStore, log }, identity));
  }

  /** Deletes the templates of classes that are over. */
  async eraseFinished(): Promise<void> {
    if ((await eraseFinishedClasses(this.#parts)) > 0) this.#parts.watch?.reload();
  }

  async #face(identity: Identity): Promise<EnrolmentAnswer> {
    const { watch, faceStore, log, desk } = this.#parts;
    if (!watch) {
      throw new AppError('device_unavailable', 'There is no camera for faces; use a finger.', {
        zh: '没有可用的人脸摄像头，请改用指纹。',
      });
    }
    watch.pause(true);
    desk.hint('look-here', 'face');
    try {
      return await enrolFace({ faces: watch.faces, faceStore, log }, identity);
    } finally {
      watch.reload();
      watch.pause(false);
    }
  }

  async #oneAtATime(work: () => Promise<EnrolmentAnswer>): Promise<EnrolmentAnswer> {
    if (this.#busy)
      throw new AppError('conflict', 'Someone else is being enrolled.', { zh: '正在登记另一人，请稍候。' });
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }

  #find(personId: string): Identity {
    const plan = this.#parts.plans.all().find((candidate) => personOf(candidate, personId));
    if (plan) return { class: plan.class, person: personId };
    throw new AppError('not_found', 'That person is in no class of this kiosk.', { zh: '名册中没有此人。' });
  }

  /** PIPL 28–31, 55: a consent of its own for each use, and an assessment before any. */
  #recordConsent(identity: Identity, use: Method, granted: boolean): void {
    const { assessment, log } = this.#parts;
    if (assessment === '') {
      throw new AppError('forbidden', 'No impact assessment is on file; nobody may be enrolled.', {
        zh: '尚未登记个人信息保护影响评估编号，不能采集。',
      });
    }
    log.append('consent', identity.class, { person: identity.person, use, granted, assessment });
    if (!granted) {
      throw new AppError('forbidden', 'Without consent nothing is captured.', {
        zh: '未取得本人同意，未采集。',
      });
    }
  }
}

function key(identity: Identity): string {
  return `${identity.class}/${identity.person}`;
}
