import { afterEach, describe, expect, test } from 'vitest';
import { ReaderRig } from './reader-rig.ts';

let rig: ReaderRig;
afterEach(() => rig.reader.close());

describe('the library', () => {
  test('lists, removes, and does not mind removing twice', async () => {
    rig = await new ReaderRig({ capacity: 300 }).begin();
    await rig.enrol(0, ['wang-right']);
    await rig.enrol(299, ['zhao-left']);
    expect(await rig.reader.slots()).toEqual([0, 299]);
    const opcodes: number[] = [];
    rig.sensor.onCommand((opcode) => opcodes.push(opcode));
    await rig.reader.remove(0);
    await rig.reader.remove(0);
    expect(opcodes.filter((opcode) => opcode === 0x0c)).toHaveLength(1);
    expect(await rig.reader.slots()).toEqual([299]);
    expect(await rig.touch('wang-right')).toMatchObject({ kind: 'unknown' });
  });

  test('a slot beyond the library is refused before anything is sent', async () => {
    rig = await new ReaderRig().begin();
    await expect(rig.reader.remove(200)).rejects.toMatchObject({ code: 'invalid_input', field: 'slot' });
    await expect(rig.enrol(-1, ['wang-right'])).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('survives in a snapshot', async () => {
    rig = await new ReaderRig().begin();
    await rig.enrol(12, ['wang-right']);
    const kept = JSON.parse(JSON.stringify(rig.sensor.snapshot()));
    await rig.reader.close();
    rig = await new ReaderRig({ snapshot: kept }).begin();
    expect(await rig.touch('wang-right')).toMatchObject({ kind: 'matched', slot: 12 });
  });
});
