// Who may import whom; ARCHITECTURE.md draws it. `npm run check` runs this.
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const ours = '^(kiosk|device-drivers|models|server|sync|test)/';
const except = (...folders) => ({ path: ours, pathNot: folders.map((f) => `^${f}/`) });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'a cycle has no reading order'),
    forbid('base-imports-nothing', { path: '^sync/base/' }, except('sync/base'), 'sync/base stands alone'),
    forbid(
      'sync-imports-sync',
      { path: '^sync/' },
      except('sync'),
      'both programs share it; it knows neither',
    ),
    forbid(
      'drivers-know-bytes-only',
      { path: '^device-drivers/' },
      except('device-drivers', 'sync/base'),
      'no trainee, lesson or city',
    ),
    forbid(
      'models-know-images-only',
      { path: '^models/' },
      except('models', 'sync/base'),
      'no database, no network',
    ),
    forbid('kiosk-not-server', { path: '^kiosk/' }, { path: '^(server|test)/' }, 'they meet over HTTP only'),
    forbid(
      'server-not-kiosk',
      { path: '^server/' },
      { path: '^(kiosk|models|device-drivers|test)/' },
      'face features do not exist on the server',
    ),
    forbid(
      'nothing-imports-a-ui',
      { pathNot: ['/ui/', '^test/'] },
      { path: '^(kiosk|server)/ui/' },
      'a page is a leaf',
    ),
    forbid(
      'kiosk-ui-own-files',
      { path: '^kiosk/ui/' },
      except('kiosk/ui', 'sync/contract'),
      'a page sees contract types',
    ),
    forbid(
      'server-ui-own-files',
      { path: '^server/ui/' },
      except('server/ui', 'sync/contract'),
      'a page sees contract types',
    ),
    forbid('nothing-imports-test', { pathNot: '^test/' }, { path: '^test/' }, 'tests are a leaf'),
    forbid(
      'onnx-in-one-place',
      { path: ours, pathNot: ['^models/', '^test/'] },
      { path: 'onnxruntime-node' },
      'only a model stage touches ONNX',
    ),
    forbid(
      'fluent-ffmpeg-in-one-file',
      { path: ours, pathNot: '^device-drivers/camera/ffmpeg-process\\.ts$' },
      { path: 'fluent-ffmpeg' },
      'archived upstream: keep it behind our interface',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.mjs', '.js'] },
  },
};
