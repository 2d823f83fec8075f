import { expect, test } from 'vitest';
import { Classroom } from '../helpers/classroom.ts';
import { idNumbers } from '../helpers/sample-filing.ts';
import { until } from '../helpers/test-kiosk.ts';

test('the logs of a whole run name no person, number, PIN, token or key', async () => {
  const kioskLines: string[] = [];
  const serverLines: string[] = [];
  const room = await new Classroom().open({ kioskLines, serverLines });
  await room.startKiosk();
  const { app, sensor } = room.kiosk;
  const [admin, teacher, trainee] = app.plans.all()[0]?.people ?? [];
  const enrolling = app.enrolment.enrol(trainee?.id ?? '', 'finger', true);
  const press = setInterval(() => sensor.pressFinger('a-finger', { holdMs: 20 }), 50);
  expect(await enrolling).toMatchObject({ outcome: 'enrolled' });
  clearInterval(press);
  sensor.liftFinger();
  expect(() => app.pinGuard.open('999999')).toThrow();
  app.pinGuard.open('135790');
  room.checkIn(2);
  await room.film();
  await room.synced();
  await until('the pull', async () => (await room.pulled()).length === 1);
  await room.close();

  const text = [...kioskLines, ...serverLines].join('');
  expect(kioskLines.length).toBeGreaterThan(2);
  expect(serverLines.length).toBeGreaterThan(5);
  const people = [admin?.name, teacher?.name, trainee?.name, '学员丁', ...Object.values(idNumbers)];
  const secrets = ['135790', '999999', room.server.pullToken, room.server.reviewer.password, 'PRIVATE KEY'];
  for (const secret of [...people, ...secrets]) expect(text).not.toContain(secret);
});
