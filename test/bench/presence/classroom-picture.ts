import sharp from 'sharp';
import type { Seeded } from '../../fault/seeded.ts';

export const room = { width: 1920, height: 1080 } as const;

/** An empty classroom, drawn: walls, windows, blackboard with writing, posters, a clock, desks, chairs, coats. */
export function classroomSvg(random: Seeded): string {
  const parts = [
    wall(random),
    ...windows(random),
    blackboard(random),
    ...Array.from({ length: 2 + random.below(4) }, () => poster(random)),
    clock(random),
    ...furniture(random),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${room.width}" height="${room.height}">${parts.join('')}</svg>`;
}

/** A drawing as a camera would give it: more or less light, the sensor's noise, and compression. Raw RGB. */
export async function asFilmed(drawn: Buffer, random: Seeded): Promise<Buffer> {
  const light = 0.6 + random.next() * 0.5;
  const noise = 4 + random.next() * 14;
  const seen = Buffer.from(
    drawn.map((value) => Math.min(255, Math.max(0, value * light + (random.next() - 0.5) * 2 * noise))),
  );
  const quality = 60 + random.below(35);
  const jpeg = await sharp(seen, { raw: { ...room, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return sharp(jpeg).raw().toBuffer();
}

const colours = [
  '#c8b89a',
  '#9fb3a6',
  '#8c97ad',
  '#d6d2c4',
  '#7a6a58',
  '#a33b32',
  '#2f4f6f',
  '#4d6b3c',
  '#222831',
];

function wall(random: Seeded): string {
  const [upper, lower] = [random.pick(['#e9e4d8', '#dfe6e8', '#efe9dd', '#cfd8cf']), random.pick(colours)];
  const split = 420 + random.below(200);
  return `<defs><linearGradient id="w" x2="${random.next().toFixed(2)}" y2="1"><stop stop-color="${upper}"/><stop offset="1" stop-color="#8a857a"/></linearGradient></defs>
<rect width="1920" height="1080" fill="url(#w)"/><rect y="${split}" width="1920" height="${1080 - split}" fill="${lower}" opacity="0.55"/>`;
}

function windows(random: Seeded): string[] {
  const left = random.next() < 0.5;
  return Array.from({ length: 3 }, (_, i) => {
    const [x, y] = [(left ? 20 : 1340) + i * 190, 60 + random.below(60)];
    const panes = [1, 2, 3].map(
      (k) => `<rect x="${x}" y="${y + k * 80}" width="160" height="7" fill="#776f63"/>`,
    );
    return `<rect x="${x}" y="${y}" width="160" height="320" fill="#f6fbff" stroke="#6b655a" stroke-width="9"/>${panes.join('')}<circle cx="${x + random.below(160)}" cy="${y + 200}" r="${30 + random.below(40)}" fill="#7f9a6a" opacity="0.7"/>`;
  });
}

function blackboard(random: Seeded): string {
  const x = 560 + random.below(120);
  const isWhite = random.next() < 0.4;
  const board = isWhite ? '#f2f4f2' : random.pick(['#1f3d33', '#24292c']);
  const rows = Array.from({ length: 5 }, (_, i) => {
    const words = Array.from({ length: 3 + random.below(6) }, () =>
      random.pick(['安全', '生产', '第一', 'abc', '3×7', '火', '电', '∑', '操作']),
    );
    return `<text x="${x + 30}" y="${150 + i * 52}" font-size="${24 + random.below(18)}" fill="${isWhite ? '#27408b' : '#e8efe6'}">${words.join(' ')}</text>`;
  });
  return `<rect x="${x}" y="90" width="700" height="300" fill="${board}" stroke="#a5855b" stroke-width="14"/>${rows.join('')}`;
}

/** Print on a wall: ovals, discs, bars, and sockets with their slots. No faces, not even drawn ones: those count. */
function poster(random: Seeded): string {
  const [x, y] = [random.below(1750), 60 + random.below(330)];
  const [width, height] = [90 + random.below(120), 120 + random.below(120)];
  const shapes = Array.from({ length: 3 + random.below(6) }, () => {
    const [cx, cy, r] = [x + random.below(width), y + random.below(height), 5 + random.below(28)];
    return shape(random, { cx, cy, r });
  });
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#fbf8ef" stroke="#777"/>${shapes.join('')}`;
}

function shape(random: Seeded, { cx, cy, r }: { cx: number; cy: number; r: number }): string {
  const fill = random.pick(colours);
  const oval = `<ellipse cx="${cx}" cy="${cy}" rx="${r}" ry="${r * 1.3}" fill="${fill}"/>`;
  const disc = `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/><circle cx="${cx}" cy="${cy}" r="${r / 3}" fill="#eee"/>`;
  const bar = `<rect x="${cx}" y="${cy}" width="${r * 2}" height="${r / 3}" fill="${fill}"/>`;
  const slot = (x: number, y: number) =>
    `<rect x="${cx + x * r}" y="${cy + y * r}" width="${r / 8}" height="${r / 3}" fill="#222"/>`;
  const socket = `<rect x="${cx - r}" y="${cy - r}" width="${r * 2}" height="${r * 2}" rx="4" fill="#f4f3ee" stroke="#999"/>${slot(-0.3, -0.6)}${slot(0.3, -0.6)}${slot(0, 0)}${slot(-0.3, 0.4)}${slot(0.3, 0.4)}`;
  return random.pick([oval, disc, bar, socket]);
}

function clock(random: Seeded): string {
  const x = 900 + random.below(200);
  return `<circle cx="${x}" cy="45" r="34" fill="#fff" stroke="#333" stroke-width="5"/><path d="M${x} 45 L${x} 22 M${x} 45 L${x + 15} 52" stroke="#111" stroke-width="4"/>`;
}

/** Rows of desks and chairs, smaller at the back, here and there with a coat or a bag on them. */
function furniture(random: Seeded): string[] {
  const wood = random.pick(['#b98b56', '#c9a36b', '#d9d2c4', '#8d9aa3']);
  return Array.from({ length: 6 }, (_, row) => {
    const scale = 0.45 + row * 0.14;
    const y = 440 + row * 105;
    return Array.from({ length: 9 }, (_, column) => {
      const x = 960 + (column - 4.5) * 330 * scale + random.below(20);
      const desk = `<rect x="${x}" y="${y}" width="${210 * scale}" height="${34 * scale}" fill="${wood}" stroke="#5b4a34"/><rect x="${x + 10}" y="${y + 34 * scale}" width="${9 * scale}" height="${90 * scale}" fill="#444"/><rect x="${x + 190 * scale}" y="${y + 34 * scale}" width="${9 * scale}" height="${90 * scale}" fill="#444"/>`;
      const thing = random.below(4);
      const [cx, cy] = [x + 90 * scale, y - 20 * scale];
      if (thing === 0)
        return `${desk}<ellipse cx="${cx}" cy="${cy}" rx="${26 * scale}" ry="${30 * scale}" fill="${random.pick(colours)}"/>`;
      if (thing === 1)
        return `${desk}<rect x="${cx}" y="${cy}" width="${60 * scale}" height="${22 * scale}" fill="${random.pick(colours)}"/>`;
      return desk;
    }).join('');
  });
}
