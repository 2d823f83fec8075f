import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { KioskView, NoticeAnswer } from '../../sync/contract/kiosk-view.ts';
import { Id } from '../../sync/contract/primitives.ts';
import type { KioskApp } from '../app.ts';
import { buildView } from '../view.ts';
import type { KioskApi } from './kiosk-api.ts';

/** A page that hears nothing for this long is told the time anyway, ms. */
const pulseMs = 1_000;

/** What the page shows, at once and as it changes. */
export function stateRoutes(api: KioskApi, app: KioskApp): void {
  api.get('/api/v1/state', { schema: { response: { 200: KioskView } } }, () => buildView(app));

  // A HEAD of it would never end, and would hold its connection.
  api.get('/api/v1/events', { schema: { hide: true }, exposeHeadRoute: false }, (_request, reply) => {
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = () => out.write(`event: state\ndata: ${JSON.stringify(buildView(app))}\n\n`);
    const forget = app.onChange(send);
    const pulse = setInterval(send, pulseMs);
    out.on('close', () => {
      clearInterval(pulse);
      forget();
    });
    send();
  });

  const answer = { params: Type.Object({ id: Id }), body: NoticeAnswer, response: { 204: Type.Null() } };
  api.post('/api/v1/notices/:id', { schema: answer }, (request, reply) => {
    if (!app.desk.answer(request.params.id, request.body.confirm)) {
      throw new AppError('not_found', 'That question is no longer open; try again.', {
        zh: '已超时，请重新打卡。',
      });
    }
    reply.code(204).send(null);
  });
}
