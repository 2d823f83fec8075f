export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x′ = a·x + b·y + c, y′ = d·x + e·y + f. Coordinates are continuous: the first pixel's centre is (0.5, 0.5). */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export function applyAffine(t: Affine, { x, y }: Point): Point {
  return { x: t.a * x + t.b * y + t.c, y: t.d * x + t.e * y + t.f };
}

/** How many units of the target one unit of the source becomes (for a similarity, in every direction). */
export function scaleOf(t: Affine): number {
  return Math.sqrt(Math.abs(t.a * t.e - t.b * t.d));
}

/** A rectangle of a picture that may be turned: where a model looks. Angles in radians, clockwise on the screen. */
export interface Region {
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** From the pixels of a `width` × `height` crop to the picture the region lies in. */
export function cropToPicture(region: Region, width: number, height: number): Affine {
  const cos = Math.cos(region.angle);
  const sin = Math.sin(region.angle);
  const sx = region.width / width;
  const sy = region.height / height;
  const { x, y } = region.centre;
  const halfWidth = region.width / 2;
  const halfHeight = region.height / 2;
  return {
    a: cos * sx,
    b: -sin * sy,
    c: x - cos * halfWidth + sin * halfHeight,
    d: sin * sx,
    e: cos * sy,
    f: y - sin * halfWidth - cos * halfHeight,
  };
}

/**
 * The turn, scale and shift that bring `from` closest to `to` (least squares, no mirroring): Umeyama, "Least-squares
 * estimation of transformation parameters between two point patterns", 1991, for two dimensions.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const p = centroid(from);
  const q = centroid(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  for (const [i, source] of from.entries()) {
    const target = to[i] ?? q;
    const [px, py, qx, qy] = [source.x - p.x, source.y - p.y, target.x - q.x, target.y - q.y];
    along += px * qx + py * qy;
    across += px * qy - py * qx;
    spread += px * px + py * py;
  }
  const a = along / spread;
  const d = across / spread;
  return { a, b: -d, c: q.x - a * p.x + d * p.y, d, e: a, f: q.y - d * p.x - a * p.y };
}

function centroid(points: readonly Point[]): Point {
  const sum = points.reduce((s, p) => ({ x: s.x + p.x, y: s.y + p.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
