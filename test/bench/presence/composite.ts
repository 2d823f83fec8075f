import sharp, { type OverlayOptions } from 'sharp';
import type { Box, Picture } from '../../../models/face/analyser.ts';
import type { Seeded } from '../../fault/seeded.ts';
import { asFilmed, classroomSvg, room } from './classroom-picture.ts';
import type { Heads } from './heads.ts';

export interface Composite {
  readonly picture: Picture;
  /** Where the faces were put, pixels. */
  readonly faces: readonly Box[];
}

interface Seat {
  readonly x: number;
  readonly y: number;
  readonly sizePx: number;
}

/** A classroom with `count` people, whose faces are `minPx` to `maxPx` wide: small at the back, large in front. */
export async function compose(
  random: Seeded,
  heads: Heads,
  { count, minPx, maxPx }: { count: number; minPx: number; maxPx: number },
): Promise<Composite> {
  const seats = seatPeople(random, { count, minPx, maxPx });
  const layers = await Promise.all(seats.map((seat) => person(random, heads, seat)));
  const drawn = sharp(Buffer.from(classroomSvg(random))).composite(layers.flat());
  const rgb = await asFilmed(await drawn.removeAlpha().raw().toBuffer(), random);
  const faces = seats.map(({ x, y, sizePx }) => ({
    x: x - sizePx / 2,
    y: y - sizePx / 2,
    width: sizePx,
    height: sizePx,
  }));
  return { picture: { ...room, rgb }, faces };
}

/** Rows from the back to the front; nobody's face hides more than the rim of another's. */
function seatPeople(
  random: Seeded,
  { count, minPx, maxPx }: { count: number; minPx: number; maxPx: number },
): Seat[] {
  const seats: Seat[] = [];
  for (let tries = 0; seats.length < count && tries < 5_000; tries += 1) {
    const depth = random.next();
    const sizePx = Math.round(minPx + depth * (maxPx - minPx));
    const y = 390 + depth * 520 + random.below(30);
    const x = sizePx + random.below(room.width - 2 * sizePx);
    const clear = seats.every(
      (seat) => Math.hypot((seat.x - x) / 1.25, seat.y - y) > (seat.sizePx + sizePx) * 0.62,
    );
    if (clear) seats.push({ x, y, sizePx });
  }
  if (seats.length < count) throw new Error(`${count} people do not fit into the room`);
  return seats.sort((a, b) => a.y - b.y);
}

const clothes = ['#2b3a55', '#5a2a2a', '#3d5a40', '#8a8a8a', '#d8d3c8', '#1d1d22', '#7a5c2e', '#b05a7a'];

async function person(random: Seeded, heads: Heads, seat: Seat): Promise<OverlayOptions[]> {
  const { sizePx } = seat;
  const bodyPx = Math.round(sizePx * 2.6);
  const body = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${bodyPx}" height="${bodyPx}"><path d="M${bodyPx * 0.38} 0 h${bodyPx * 0.24} v${bodyPx * 0.15} q${bodyPx * 0.36} ${bodyPx * 0.03} ${bodyPx * 0.36} ${bodyPx * 0.45} v${bodyPx * 0.4} h-${bodyPx * 0.96} v-${bodyPx * 0.4} q0 -${bodyPx * 0.42} ${bodyPx * 0.36} -${bodyPx * 0.45} z" fill="${random.pick(clothes)}"/></svg>`,
  );
  const head = await headOf(random.pick(heads.pictures), heads.faceSize, sizePx, random);
  return [
    ...inRoom(body, bodyPx, { x: seat.x, y: seat.y + sizePx * 0.35 + bodyPx / 2 }),
    ...inRoom(head.png, head.sidePx, { x: seat.x, y: seat.y }),
  ];
}

/** The head out of its picture: an oval with a soft rim, in the colour of some skin and some light. */
async function headOf(picture: Buffer, faceSize: number, sizePx: number, random: Seeded) {
  const sidePx = Math.round(sizePx * headRoom);
  const warm = 0.72 + random.next() * 0.25;
  const { data, info } = await sharp(await squareOf(picture, faceSize))
    .resize(sidePx, sidePx, { fit: 'fill' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const coloured = sharp(data, { raw: info }).linear([1, warm, warm * 0.9], [0, 0, 0]);
  const cut = sharp(await coloured.png().toBuffer())
    .ensureAlpha()
    .composite([{ input: ovalMask(sidePx), blend: 'dest-in' }]);
  return { png: await cut.png().toBuffer(), sidePx };
}

/** The face with so much round it, in sides of the face. */
const headRoom = 1.9;

async function squareOf(picture: Buffer, faceSize: number): Promise<Buffer> {
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  const side = Math.min(Math.round(headRoom * faceSize * width), width, height);
  const part = { left: (width - side) >> 1, top: (height - side) >> 1, width: side, height: side };
  return sharp(picture).extract(part).png().toBuffer();
}

function ovalMask(sidePx: number): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}">
<defs><radialGradient id="m"><stop offset="0.88" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
<ellipse cx="${sidePx / 2}" cy="${sidePx * 0.47}" rx="${sidePx * 0.3}" ry="${sidePx * 0.43}" fill="url(#m)"/></svg>`);
}

/** Nothing may stick out of the room: the part that does is cut off. */
function inRoom(input: Buffer, sidePx: number, centre: { x: number; y: number }): OverlayOptions[] {
  const [left, top] = [Math.round(centre.x - sidePx / 2), Math.round(centre.y - sidePx / 2)];
  if (left >= room.width || top >= room.height) return [];
  return [{ input, left, top }];
}
