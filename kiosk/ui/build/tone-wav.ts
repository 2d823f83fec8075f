/** One note: frequency and length. 0 Hz is a rest. */
interface Note {
  readonly hz: number;
  readonly ms: number;
}

const sampleRateHz = 22_050;
const amplitude = 0.45;
const fadeMs = 12;
const headerBytes = 44;

const note = (hz: number, ms: number): Note => ({ hz, ms });

/** What the page plays where the browser has no voice: rising for yes, falling for no, knocking for a question. */
export const toneNotes = {
  ok: [note(784, 110), note(1175, 260)],
  refuse: [note(349, 200), note(0, 50), note(262, 380)],
  ask: [note(659, 120), note(0, 70), note(659, 120), note(0, 70), note(880, 240)],
} as const satisfies Record<string, readonly Note[]>;

/** Notes to a WAV file: PCM, 16 bit, mono, 22.05 kHz. */
export function toneWav(notes: readonly Note[]): Buffer {
  const samples = notes.flatMap(noteSamples);
  const file = Buffer.alloc(headerBytes + samples.length * 2);
  writeHeader(file, samples.length * 2);
  samples.forEach((sample, i) => {
    file.writeInt16LE(Math.round(sample * 32_767), headerBytes + i * 2);
  });
  return file;
}

function noteSamples({ hz, ms }: Note): number[] {
  const total = Math.round((sampleRateHz * ms) / 1000);
  const fade = (sampleRateHz * fadeMs) / 1000;
  return Array.from({ length: total }, (_, i) => {
    // Faded at both ends: a sine cut off in mid-wave clicks.
    const envelope = Math.min(1, i / fade, (total - 1 - i) / fade);
    return amplitude * envelope * Math.sin((2 * Math.PI * hz * i) / sampleRateHz);
  });
}

function writeHeader(file: Buffer, dataBytes: number): void {
  file.write('RIFF', 0, 'ascii');
  file.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'ascii');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'ascii');
  file.writeUInt32LE(dataBytes, 40);
}
