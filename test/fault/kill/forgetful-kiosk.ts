import { connect } from '../../../kiosk/store/database.ts';
import { Seeded } from '../seeded.ts';
import { oneLife } from './kill-programs.ts';
import { KilledClassroom } from './killed-classroom.ts';
import { TwoLogsCheck, type TwoLogsFaults } from './two-logs.ts';

/**
 * The control of `killPrograms`: a kiosk is killed, and its disk forgets the last two sign-ins with all that came after
 * them. Gives what a look then finds: at least one lost, for only the last of all may have gone unconfirmed.
 */
export async function killForgetfulKiosk(seed: number): Promise<TwoLogsFaults> {
  const seeded = new Seeded(seed);
  const classroom = new KilledClassroom();
  const check = new TwoLogsCheck(classroom.databases);
  try {
    await classroom.open();
    const { kiosk, admin, databases } = classroom;
    await oneLife(classroom, [kiosk], seeded);
    while (admin.signIns.confirmed < 2) {
      kiosk.start();
      await oneLife(classroom, [kiosk], seeded);
    }
    forgetTwoSignIns(databases.kiosk);
    return check.look(admin.signIns).faults;
  } finally {
    await classroom.close();
  }
}

function forgetTwoSignIns(file: string): void {
  const db = connect(file);
  db.exec(`DELETE FROM log WHERE seq >= (
    SELECT seq FROM log WHERE envelope LIKE '%"signed-in"%' ORDER BY seq DESC LIMIT 1 OFFSET 1
  )`);
  db.close();
}
