import { createInterface } from 'node:readline';
import { openStore } from '../../kiosk/open-store.ts';
import { PlanStore } from '../../kiosk/plan/plan-store.ts';
import { SegmentStore } from '../../kiosk/recording/segment-store.ts';
import { SyncAgent } from '../../kiosk/sync-agent.ts';
import { systemClock } from '../../sync/base/clock.ts';
import { createLog } from '../../sync/base/log.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { lateCheckIn } from './clock-class.ts';

/**
 * A kiosk without devices: the real store, clock and sync, led by lines. `start CODE` or `start` (enrolled before):
 * its sync runs. `check-in`: appends one. `status`. It says what it did in JSON lines: {@link KioskSays}.
 */
export type KioskSays =
  | { readonly said: 'open'; readonly device: string; readonly seq: number }
  | { readonly said: 'appended'; readonly seq: number }
  | {
      readonly said: 'status';
      readonly waiting: number;
      readonly plans: number;
      readonly anchor: string | null;
    };

const say = (what: KioskSays) => process.stdout.write(`${JSON.stringify(what)}\n`);

const [dataDir = '', serverUrl = ''] = process.argv.slice(2);
const clock = systemClock();
const { db, log, settings, signer } = await openStore(dataDir, clock);
const plans = new PlanStore(db, log);
let agent: SyncAgent | undefined;
let checkIns = 0;

function start(deviceCode: string | undefined): void {
  agent = new SyncAgent({
    ...{ clock, logger: createLog('kiosk', 'silent'), log, plans, settings, signer, deviceCode },
    segments: new SegmentStore(db, dataDir),
    link: new ServerLink({ baseUrl: serverUrl, signer, clock }),
    deviceName: 'bench',
    onChange: () => undefined,
    // Each record is followed by a contact: a second here stands for half a minute.
    contactEveryMs: 200,
  });
  agent.start();
}

function checkIn(): void {
  const [plan] = plans.all();
  if (!plan) throw new Error('a check-in before there is a plan');
  checkIns += 1;
  const id = `chk_${process.pid}_${checkIns}`;
  log.append('check-in', plan.class, lateCheckIn(plan, id, clock.now()));
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [what, code] = line.split(' ');
    if (what === 'start') start(code);
    else if (what === 'check-in') checkIn();
    else
      say({
        said: 'status',
        waiting: agent?.recordsWaiting ?? 0,
        plans: plans.all().length,
        anchor: log.anchor,
      });
  })
  // Its parent is gone.
  .on('close', () => process.exit());

say({ said: 'open', device: log.identity.device, seq: log.lastSeq });
log.onAppend(() => say({ said: 'appended', seq: log.lastSeq }));
