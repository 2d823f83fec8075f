import { expect, test } from 'vitest';
import { importAudit } from '../../../server/journal/import-audit.ts';
import type { LiveViewList } from '../../../sync/contract/live.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer } from '../../helpers/test-server.ts';

test('what version 0.3 wrote about watching is taken over into the journal, once, and is still told', async () => {
  const server = await startTestServer();
  const kiosk = await FakeKiosk.enrol(server);
  const { class: classId } = await server.file(sampleFiling([kiosk.device]));
  const add = (at: number, action: string, detail: object) =>
    server.tamper(
      'INSERT INTO audit (at, user, action, class_id, detail) VALUES (?, ?, ?, ?, ?)',
      ...[at, 'wang', action, classId, JSON.stringify(detail)],
    );
  await add(1_000, 'live-view-began', { view: 'view_old', camera: 'room' });
  await add(61_000, 'live-view-ended', {
    view: 'view_old',
    camera: 'room',
    durationMs: 60_000,
    sawPictures: true,
  });
  await importAudit(server.context);
  await importAudit(server.context);
  const list = await server.asReviewer({ url: `/api/v1/classes/${classId}/live-views` });
  expect(list.json<LiveViewList>().views).toEqual([
    { view: 'view_old', user: 'wang', camera: 'room', beganAt: 1_000, endedAt: 61_000, sawPictures: true },
  ]);
  const imported = (await server.context.stores.journal.after(0, 500)).filter(
    ({ body }) => body.by.kind === 'system',
  );
  expect(imported.filter(({ body }) => body.action.startsWith('live-view'))).toHaveLength(2);
  expect(await server.context.database.selectFrom('audit').selectAll().execute()).toEqual([]);
  await server.close();
});
