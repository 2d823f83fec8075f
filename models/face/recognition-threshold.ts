import { modelFor, type RecognitionThresholds } from '../manifest.ts';

type Table = RecognitionThresholds['cosine'];

const defaultTable: Table = modelFor('recognise').thresholds?.cosine ?? [];

/**
 * The cosine from which the best match is believed, with this many people enrolled: between the table's rows in
 * proportion to the logarithm, as the best of n strangers grows; above the last row along the last slope; below the
 * first row the first row's value, because fewer people make a stranger no less like them.
 */
export function recognitionThreshold(enrolled: number, table: Table = defaultTable): number {
  const above = table.findIndex((row) => row.enrolled >= enrolled);
  if (above === 0) return table[0]?.atLeast ?? 1;
  const to = table.at(above);
  const from = above === -1 ? table.at(-2) : table[above - 1];
  if (from === undefined || to === undefined) return to?.atLeast ?? 1;
  const slope = (to.atLeast - from.atLeast) / Math.log(to.enrolled / from.enrolled);
  return from.atLeast + slope * Math.log(enrolled / from.enrolled);
}
