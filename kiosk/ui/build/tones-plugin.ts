import type { Plugin } from 'vite';
import { toneNotes, toneWav } from './tone-wav.ts';

/** Makes `tones/ok.wav`, `tones/refuse.wav` and `tones/ask.wav` at build, so that no sound file is kept in the repository. */
export function tones(): Plugin {
  const files = new Map(
    Object.entries(toneNotes).map(([name, notes]) => [`tones/${name}.wav`, toneWav(notes)]),
  );
  return {
    name: 'kiosk-tones',
    generateBundle() {
      for (const [fileName, source] of files) this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files.get((request.url ?? '').slice(1));
        if (!file) return next();
        response.setHeader('content-type', 'audio/wav').end(file);
      });
    },
  };
}
