import { AppError } from '../../sync/base/errors.ts';
import type { KioskApp } from '../app.ts';
import type { KioskApi } from './kiosk-api.ts';

const boundary = 'keqin-frame';
/** A HEAD of a stream would never end, and would hold its connection. */
const streamed = { schema: { hide: true }, exposeHeadRoute: false };

/** Live pictures for the page, as the browser's own multipart stream. They go nowhere else. */
export function previewRoutes(api: KioskApi, app: KioskApp): void {
  for (const camera of ['door', 'room'] as const) {
    api.get(`/api/v1/preview/${camera}.mjpeg`, streamed, (_request, reply) => {
      const preview = app.previews[camera];
      if (!preview) {
        throw new AppError('device_unavailable', `There is no ${camera} camera.`, { zh: '未配置摄像头。' });
      }
      reply.hijack();
      const out = reply.raw;
      out.writeHead(200, {
        'content-type': `multipart/x-mixed-replace; boundary=${boundary}`,
        'cache-control': 'no-store',
      });
      // A camera that gives no picture yet must not look like a kiosk that gives no answer.
      out.flushHeaders();
      const forget = preview.watch((jpeg) => {
        // A page that does not keep up misses pictures; they are not stored up for it.
        if (out.writableNeedDrain) return;
        out.write(`--${boundary}\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n\r\n`);
        out.write(jpeg);
        out.write('\r\n');
      });
      out.on('close', forget);
    });
  }
}
