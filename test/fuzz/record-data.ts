import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordData, RecordKind } from '../../sync/contract/records.ts';
import type { Signer } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { checkInOf } from '../helpers/log-writer.ts';

interface Facts {
  readonly plan: ClassPlan;
  /** When it is now. */
  readonly at: number;
  readonly device: string;
  readonly signer: Signer;
}

/** Data of one record of each kind, right for the class at hand: what fuzz then changes. */
export function dataOfKinds(facts: Facts): { readonly [K in RecordKind]: RecordData<K> } {
  const { plan, at } = facts;
  const [first] = plan.periods;
  const trainee = plan.people.find(({ role }) => role === 'trainee');
  if (!first || !trainee) throw new Error('a plan without a trainee or a period');
  const { session } = first;
  const person = trainee.id;
  const ofLesson = { lesson: 'les_1', session, camera: 'room' } as const;
  const film = { sizeBytes: 1_000, initBytes: 100, startAt: at - 5_000, endAt: at };
  const drawn = { session, camera: 'room', dueAt: at, at, width: 640, height: 360 } as const;
  return {
    plan: { version: plan.version, digest: 'a'.repeat(64) },
    consent: { person, use: 'face', granted: true, assessment: 'PIA-1' },
    enrolment: { person, method: 'face', samples: 3, with: 'model', quality: 0.9 },
    erasure: { person, method: 'face', reason: 'class-over' },
    'check-in': checkInOf(plan, { at }),
    lesson: { lesson: 'les_1', session, event: 'started', by: 'plan', at, reason: null },
    segment: { ...ofLesson, ...film, sha256: 'b'.repeat(64) },
    gap: { ...ofLesson, startAt: at - 1_000, endAt: at, cause: 'camera-lost' },
    device: { device: 'reader', state: 'out-of-order', detail: 'gone', at },
    damage: { item: 'segment', subject: 'b'.repeat(64), found: 'missing' },
    admin: { event: 'signed-in', at },
    pause: { lesson: 'les_1', session, event: 'paused', at, reason: '停电' },
    picture: { ...ofLesson, fault: 'black', event: 'began', since: at - 9_000, at },
    photo: { ...drawn, sha256: 'c'.repeat(64), sizeBytes: 1_000 },
    presence: {
      ...drawn,
      heads: 2,
      recognised: [{ person, score: 0.9 }],
      model: 'm',
      modelDigest: 'e'.repeat(64),
    },
    'self-test': { at, parts: [{ part: 'disk', ok: true, detail: null }] },
    ...keyRecords(facts),
  };
}

/** Neither can count where it stands: one that did would have another key sign all that follows. */
function keyRecords({ device, signer }: Facts): Pick<ReturnType<typeof dataOfKinds>, 'boot' | 'rotation'> {
  const { publicKey } = signer;
  const body = { v: 1, device, seq: '1', boot: 'another-boot', publicKey, suite: 'ES256' } as const;
  const key = sealStatement('boot-key', body, signer) as RecordData<'boot'>['key'];
  return {
    boot: { program: 'kiosk', node: 'v20', key },
    rotation: { publicKey, suite: 'ES256', byOld: 'A'.repeat(86), byNew: 'A'.repeat(86) },
  };
}
