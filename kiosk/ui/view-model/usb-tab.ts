import type { UsbExportAnswer, UsbImportAnswer, UsbView } from '../../../sync/contract/kiosk-usb.ts';
import type { Language } from '../text/language.ts';
import type { Dictionary } from '../text/zh-CN.ts';

type Disk = UsbView['disks'][number];

/** What came of an export or import: one sentence, and one a file where there are several. */
export interface UsbResult {
  readonly good: boolean;
  readonly text: string;
  readonly lines: readonly { readonly good: boolean; readonly file: string; readonly text: string }[];
}

/** `0.43 GB`, `12 MB`: decimal, as disks are sold; never 0 for something. */
export function sizeText(bytes: number): string {
  if (bytes >= 100e9) return `${Math.round(bytes / 1e9)} GB`;
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(bytes >= 10e9 ? 1 : 2)} GB`;
  return `${Math.ceil(bytes / 1e6)} MB`;
}

/** The disk that was chosen; the only one needs no choice. Null when it was pulled out. */
export function diskInUse({ disks }: UsbView, chosen: string | null): Disk | null {
  return disks.find(({ id }) => id === chosen) ?? (disks.length === 1 ? (disks[0] ?? null) : null);
}

/** What step 2 is about: what waits, or why it cannot be exported yet. */
export function exportNote({ waiting }: UsbView, disk: Disk | null, text: Dictionary): ExportNote {
  const { records, segments, bytes } = waiting;
  if (records === 0 && segments === 0) return { text: text.usb.nothingWaits, possible: false, warn: false };
  const waits = text.usb.waiting(records, segments, sizeText(bytes));
  if (disk === null) return { text: waits, possible: false, warn: false };
  if (!disk.writable) return { text: text.usb.readOnlyAdvice, possible: false, warn: true };
  if (disk.freeBytes < bytes)
    return { text: `${waits}${text.usb.mayBeTooSmall}`, possible: true, warn: true };
  return { text: waits, possible: true, warn: false };
}

interface ExportNote {
  readonly text: string;
  readonly possible: boolean;
  readonly warn: boolean;
}

export interface UsbWork {
  readonly text: string;
  /** 0 while nobody knows; 100 only when it is done. */
  readonly percent: number;
}

/** `正在导出 42%` while the bytes are known. */
export function workUnderWay(work: NonNullable<UsbView['work']>, text: Dictionary): UsbWork {
  const { kind, doneBytes, totalBytes } = work;
  if (kind === 'import') return { text: text.usb.importing, percent: 0 };
  if (totalBytes === 0) return { text: text.usb.exporting, percent: 0 };
  const percent = Math.min(99, Math.floor((100 * doneBytes) / totalBytes));
  return { text: text.usb.exportingPercent(percent), percent };
}

export function exportResult(answer: UsbExportAnswer, text: Dictionary): UsbResult {
  if (answer.outcome === 'nothing-waits') return { good: true, text: text.usb.nothingWaits, lines: [] };
  const { records, segments, damaged } = answer;
  const lost = damaged > 0 ? [{ good: false, file: '', text: text.usb.damaged(damaged) }] : [];
  return { good: true, text: text.usb.exported(records, segments), lines: lost };
}

export function importResult({ files }: UsbImportAnswer, language: Language, text: Dictionary): UsbResult {
  const lines = files.map(({ file, outcome, message, messageEn }) => ({
    good: outcome !== 'refused',
    file,
    text: language === 'zh' ? message : messageEn,
  }));
  if (lines.length === 0) return { good: false, text: text.usb.nothingFound, lines };
  const refused = lines.filter(({ good }) => !good).length;
  const sentence = refused === 0 ? text.usb.imported : text.usb.someRefused(refused);
  return { good: refused === 0, text: sentence, lines };
}
