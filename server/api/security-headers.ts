import type { App } from '../parts.ts';

// hls.js plays from blob: URLs in a worker of its own; Element Plus and Swagger UI set styles inline.
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** On every answer. What the API says of people is never kept by a cache. */
export function securityHeaders(app: App): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('content-security-policy', contentPolicy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
}
