import type { SelfTestAnswer } from '../../sync/contract/kiosk-admin.ts';
import type { KioskView } from '../../sync/contract/kiosk-view.ts';
import type { RecordBody, RecordData } from '../../sync/contract/records.ts';
import type { Db } from '../store/database.ts';
import { isDiskFull } from '../store/disk-full.ts';
import { resultUnwritten } from './disk-trial.ts';
import { isSelfTestDue } from './self-test-due.ts';
import { type Line, type TrialParts, trialsOf } from './trials.ts';

/** Before class the class admin (班主任) has every part tried; what came of it is a signed record. */
export class SelfTest {
  readonly #parts: TrialParts;
  readonly #trials: ReturnType<typeof trialsOf>;
  #running: Promise<SelfTestAnswer> | undefined;
  #last: { readonly at: number; readonly failed: number } | undefined;

  constructor(parts: TrialParts & { readonly db: Db }) {
    this.#parts = parts;
    this.#trials = trialsOf(parts);
    const last = newestIn(parts.db);
    this.#last = last && { at: last.at, failed: failedOf(last.parts) };
  }

  /** What the page says of it. */
  view(now: number): KioskView['selfTest'] {
    const { at = null, failed = 0 } = this.#last ?? {};
    const passedAt = failed === 0 ? at : null;
    return { due: isSelfTestDue(this.#parts.plans.all(), now, passedAt), lastAt: at, failed };
  }

  /** Tries all parts at once; under 10 s. Who asks while a test is under way gets its answer. */
  run(): Promise<SelfTestAnswer> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<SelfTestAnswer> {
    const lines = (await Promise.all(this.#trials.map((trial) => trial()))).flat();
    const at = this.#parts.clock.now();
    this.#last = { at, failed: failedOf(lines) };
    return answerOf(at, this.#writeDown(at, lines));
  }

  /** A disk that does not even take the result must not hide it. */
  #writeDown(at: number, lines: readonly Line[]): readonly Line[] {
    const parts = lines.map(({ part, ok, zh }) => ({ part, ok, detail: zh }));
    try {
      this.#parts.log.append('self-test', null, { at, parts });
      return lines;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      return lines.map((line) => (line.part === 'disk' ? { ...line, ...resultUnwritten } : line));
    }
  }
}

function newestIn(db: Db): RecordData<'self-test'> | undefined {
  const row = db
    .prepare<[], { envelope: string }>(
      `SELECT envelope FROM log WHERE kind = 'self-test' ORDER BY seq DESC LIMIT 1`,
    )
    .get();
  if (!row) return undefined;
  return (JSON.parse(row.envelope) as { body: RecordBody & { data: RecordData<'self-test'> } }).body.data;
}

function answerOf(at: number, lines: readonly Line[]): SelfTestAnswer {
  const parts = lines.map(({ part, ok, zh, en }) => ({ part, ok, message: zh, messageEn: en }));
  return { at, parts };
}

function failedOf(parts: readonly { readonly ok: boolean }[]): number {
  return parts.filter(({ ok }) => !ok).length;
}
