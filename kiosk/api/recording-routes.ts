import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { RecordingDay, RecordingOrder } from '../../sync/contract/kiosk-admin.ts';
import { CivilDay, closed } from '../../sync/contract/primitives.ts';
import type { KioskApp } from '../app.ts';
import { summariseDay } from '../recording/day-summary.ts';
import type { Recorder } from '../recording/recorder.ts';
import { requireAdmin } from './admin-routes.ts';
import type { KioskApi } from './kiosk-api.ts';

/** What the class admin (班主任) orders of the recording, and what came of the day's. */
export function recordingRoutes(api: KioskApi, app: KioskApp): void {
  const preHandler = requireAdmin(app);

  const order = { schema: { body: RecordingOrder, response: { 204: Type.Null() } }, preHandler };
  api.post('/api/v1/recording', order, (request, reply) => {
    if (!app.recorder)
      throw new AppError('device_unavailable', 'There is no room camera.', { zh: '未配置教室摄像头。' });
    carryOut(app.recorder, request.body);
    reply.code(204).send(null);
  });

  const params = Type.Object({ day: CivilDay }, closed);
  const day = { schema: { params, response: { 200: RecordingDay } }, preHandler };
  api.get('/api/v1/recording/days/:day', day, (request) => {
    const { db, clock } = app.parts;
    return summariseDay(db, app.plans.all(), { day: request.params.day, now: clock.now() });
  });
}

function carryOut(recorder: Recorder, { action, reason }: RecordingOrder): void {
  if (action === 'start') recorder.startByAdmin();
  else if (action === 'resume') recorder.resumeByAdmin();
  else if (action === 'stop') recorder.stopByAdmin(given(reason));
  else recorder.pauseByAdmin(given(reason));
}

function given(reason: string | undefined): string {
  if (reason !== undefined) return reason;
  throw new AppError('invalid_input', 'reason is missing: say why the recording stops.', {
    field: 'reason',
    zh: '请选择停止录像的原因。',
  });
}
