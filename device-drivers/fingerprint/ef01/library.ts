import { deleteTemplate, misbehaviour, readIndexPage } from './commands.ts';
import type { Ef01Link } from './link.ts';

interface Library {
  readonly link: Ef01Link;
  readonly capacity: number;
}

const slotsPerPage = 256;

/** Slots that hold a template, ascending. */
export async function readSlots({ link, capacity }: Library): Promise<number[]> {
  const slots: number[] = [];
  for (let page = 0; page * slotsPerPage < capacity; page++)
    slots.push(...(await link.run(readIndexPage(page))));
  return slots.filter((slot) => slot < capacity);
}

/** Deletes one template and reads the index again: a deletion is believed when the slot is seen empty. */
export async function removeSlot(library: Library, slot: number): Promise<void> {
  if (!(await readSlots(library)).includes(slot)) return; // some modules refuse to delete what is not there
  await library.link.run(deleteTemplate(slot));
  if ((await readSlots(library)).includes(slot))
    throw misbehaviour(`slot ${slot} is still used after deleting it`);
}
