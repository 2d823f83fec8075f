import type { LogStore } from '../../kiosk/store/log-store.ts';
import { checkInData } from '../helpers/log-writer.ts';

/** What a program promised: this record is safe. */
export interface Ack {
  readonly seq: number;
  readonly digest: string;
}

/** Appends a believable check-in; gives what may be promised of it afterwards, and not `beforeCommit`. */
export function appendCheckIn(log: LogStore, id: string, beforeCommit?: (ack: Ack) => void): Ack {
  const seq = log.lastSeq + 1;
  log.append('check-in', 'cls_test', checkInData({ id }), () => beforeCommit?.(ackOf(log, seq)));
  return ackOf(log, seq);
}

function ackOf(log: LogStore, seq: number): Ack {
  const [row] = log.after(seq - 1, 1);
  if (row?.seq !== seq) throw new Error('an appended record is not in the log');
  return { seq, digest: row.digest };
}

export function ackLine({ seq, digest }: Ack): string {
  return `${seq} ${digest}\n`;
}

/** Acknowledgements of whole lines; the last one, when it was cut, promised nothing. */
export function readAcks(text: string): Ack[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => {
    const [seq, digest = ''] = line.split(' ');
    return { seq: Number(seq), digest };
  });
}
