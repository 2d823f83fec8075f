/** Where one row of the detector's output looks, in pixels of its input. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** The anchors of one output: `perCell` for each cell of a `grid` × `grid` raster, rows from the top. */
export function layAnchors(inputPx: number, grid: number, perCell: number): readonly Anchor[] {
  const cellPx = inputPx / grid;
  const anchors: Anchor[] = [];
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      const anchor = { x: cellPx * (column + 0.5), y: cellPx * (row + 0.5) };
      for (let i = 0; i < perCell; i++) anchors.push(anchor);
    }
  }
  return anchors;
}
