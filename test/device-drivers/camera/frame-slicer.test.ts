import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameSlicer } from '../../../device-drivers/camera/frame-slicer.ts';

it('gives the same pictures however the bytes are cut up', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 17 }), chunks, (sizeBytes, parts) => {
      const pictures: Buffer[] = [];
      const slicer = new FrameSlicer(sizeBytes, (rgb) => pictures.push(rgb));
      for (const part of parts) slicer.push(Buffer.from(part));
      const all = Buffer.concat(parts);
      expect(pictures).toHaveLength(Math.floor(all.length / sizeBytes));
      expect(Buffer.concat(pictures)).toEqual(all.subarray(0, pictures.length * sizeBytes));
    }),
  );
});
