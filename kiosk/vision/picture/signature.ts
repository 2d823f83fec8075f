import type { Frame } from '../../../device-drivers/camera/camera.ts';

/** The picture as 96 × 54 cells: fine enough for the detail of a room, coarse enough to lose a sensor's noise. */
const columns = 96;
const rows = 54;
/** Cells are joined 3 × 3 into blocks, in which people move. */
export const blockCount = (columns / 3) * (rows / 3);
/** Two neighbouring cells differ by more than this at an edge, levels of 255. */
const edgeLevels = 6;

/** What is kept of a picture for judging it. Luma, 0 to 255. */
export interface PictureSignature {
  readonly at: number;
  /** Share of neighbouring cells between which there is an edge. */
  readonly detail: number;
  /** Means of 32 × 18 blocks, row by row. */
  readonly blocks: Float32Array;
  /** Every second pixel of every second row, as it is. */
  readonly pixels: Uint8Array;
}

export function signatureOf({ rgb, width, height, at }: Frame): PictureSignature {
  const cells = new Float32Array(columns * rows);
  const counts = new Uint16Array(columns * rows);
  const pixels = new Uint8Array(Math.ceil(width / 2) * Math.ceil(height / 2));
  let filled = 0;
  for (let y = 0; y < height; y += 2) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x += 2) {
      const luma = lumaAt(rgb, 3 * (y * width + x));
      const cell = row + Math.floor((x * columns) / width);
      cells[cell] = (cells[cell] ?? 0) + luma;
      counts[cell] = (counts[cell] ?? 0) + 1;
      pixels[filled] = luma;
      filled += 1;
    }
  }
  for (let i = 0; i < cells.length; i += 1) cells[i] = (cells[i] ?? 0) / (counts[i] || 1);
  return { at, detail: detailOf(cells), blocks: blocksOf(cells), pixels };
}

/** BT.601 in integers. */
function lumaAt(rgb: Buffer, at: number): number {
  return ((rgb[at] ?? 0) * 77 + (rgb[at + 1] ?? 0) * 150 + (rgb[at + 2] ?? 0) * 29) >> 8;
}

function detailOf(cells: Float32Array): number {
  let edges = 0;
  for (let i = 0; i < cells.length - columns; i += 1) {
    const cell = cells[i] ?? 0;
    const below = Math.abs(cell - (cells[i + columns] ?? 0)) > edgeLevels;
    const beside = i % columns < columns - 1 && Math.abs(cell - (cells[i + 1] ?? 0)) > edgeLevels;
    if (below || beside) edges += 1;
  }
  return edges / (cells.length - columns);
}

function blocksOf(cells: Float32Array): Float32Array {
  const blocks = new Float32Array(blockCount);
  for (let i = 0; i < cells.length; i += 1) {
    const block = Math.floor(i / columns / 3) * (columns / 3) + Math.floor((i % columns) / 3);
    blocks[block] = (blocks[block] ?? 0) + (cells[i] ?? 0) / 9;
  }
  return blocks;
}
