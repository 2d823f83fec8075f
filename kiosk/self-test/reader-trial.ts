import type { FingerprintReader } from '../../device-drivers/fingerprint/reader.ts';
import { bounded } from './bounded.ts';
import { bad, type Finding, good } from './finding.ts';

type Asked = Pick<FingerprintReader, 'state' | 'slots'>;

/** Asks the reader for its list of fingers: a command and its answer over the whole line. */
export async function tryReader(reader: Asked, limitMs: number): Promise<Finding> {
  if (reader.state.state !== 'ready') return silent;
  const ask = async () => {
    const { length } = await reader.slots();
    return good(`正常，存有 ${length} 枚指纹`, `Working, fingers stored: ${length}`);
  };
  return bounded(ask, { limitMs, late: silent, failed: silent });
}

const silent = bad(
  '没有回应，请拔下指纹仪的插头重新插好',
  'No answer: unplug the reader and plug it in again',
);
