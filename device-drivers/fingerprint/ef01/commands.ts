import { AppError } from '../../../sync/base/errors.ts';
import { code, describeCode } from './codes.ts';

/** What a module answers: its confirmation code and the bytes after it. */
export interface Ack {
  readonly code: number;
  readonly data: Buffer;
}

/** One command, ready to send, and how to read its answer. Pure: nothing here touches a port. */
export interface Command<Result> {
  /** As the manuals call it, for messages. */
  readonly name: string;
  /** Opcode and parameters. */
  readonly content: Uint8Array;
  /** How long the module may think. */
  readonly timeoutMs: number;
  /** Sending it twice does no more than sending it once, so a lost answer may be asked for again. */
  readonly repeatable: boolean;
  /** Throws `AppError` device_protocol when the answer cannot mean anything. */
  readonly decode: (ack: Ack) => Result;
}

/** Answer to ReadSysPara (R503 manual 5.3.1.6). */
export interface SystemParameters {
  /** How many templates the library holds. */
  readonly capacity: number;
  readonly address: number;
  /** 0 … 3: data packets of 32, 64, 128, 256 bytes. */
  readonly packetSizeCode: number;
  readonly baud: number;
}

export type SearchResult =
  | { readonly kind: 'hit'; readonly slot: number; readonly score: number }
  | { readonly kind: 'none' };

const plain = { timeoutMs: 1_000, repeatable: true };

export function getImage(): Command<number> {
  return { ...plain, name: 'GenImg', content: Uint8Array.of(0x01), decode: codeOf };
}

/** Turns the image into features in character buffer `buffer` (1 …). */
export function extractFeatures(buffer: number): Command<number> {
  return { ...plain, name: 'Img2Tz', content: Uint8Array.of(0x02, buffer), timeoutMs: 2_000, decode: codeOf };
}

/** Looks for what is in `buffer` among the slots 0 … capacity − 1. */
export function search(buffer: number, capacity: number): Command<SearchResult> {
  const content = Uint8Array.of(0x04, buffer, 0, 0, ...uint16(capacity));
  return { ...plain, name: 'Search', content, timeoutMs: 3_000, decode: decodeSearch };
}

/** Merges all filled buffers into one template. Not repeatable: the second time it would merge the merged. */
export function mergeTemplate(): Command<number> {
  return {
    name: 'RegModel',
    content: Uint8Array.of(0x05),
    timeoutMs: 2_000,
    repeatable: false,
    decode: codeOf,
  };
}

export function storeTemplate(buffer: number, slot: number): Command<number> {
  const content = Uint8Array.of(0x06, buffer, ...uint16(slot));
  return { ...plain, name: 'Store', content, timeoutMs: 2_000, decode: codeOf };
}

export function deleteTemplate(slot: number): Command<void> {
  const content = Uint8Array.of(0x0c, ...uint16(slot), 0, 1);
  return { ...plain, name: 'DeleteChar', content, timeoutMs: 2_000, decode: expectOk('DeleteChar', 0) };
}

export function readSystemParameters(): Command<SystemParameters> {
  const decode = (ack: Ack) => decodeParameters(expectOk('ReadSysPara', 16)(ack));
  return { ...plain, name: 'ReadSysPara', content: Uint8Array.of(0x0f), decode };
}

/** `password` is 32 bits, 0 from the factory. */
export function verifyPassword(password: number): Command<number> {
  const content = Uint8Array.of(0x13, ...uint16(password >>> 16), ...uint16(password));
  return { ...plain, name: 'VfyPwd', content, timeoutMs: 500, decode: codeOf };
}

export function countTemplates(): Command<number> {
  const decode = (ack: Ack) => expectOk('TemplateNum', 2)(ack).readUInt16BE(0);
  return { ...plain, name: 'TemplateNum', content: Uint8Array.of(0x1d), decode };
}

/** Used slots among the 256 of index page `page`. */
export function readIndexPage(page: number): Command<number[]> {
  const decode = (ack: Ack) => usedSlots(page, expectOk('ReadIndexTable', 32)(ack));
  return { ...plain, name: 'ReadIndexTable', content: Uint8Array.of(0x1f, page), decode };
}

/** Ok from GROW modules only; others refuse it or keep silent. */
export function growHandshake(): Command<number> {
  return { ...plain, name: 'HandShake (GROW)', content: Uint8Array.of(0x40), timeoutMs: 500, decode: codeOf };
}

/** Ok from Synochip modules. Never with parameters: on GROW the opcode drives the light. */
export function synochipHandshake(): Command<number> {
  return {
    ...plain,
    name: 'HandShake (Synochip)',
    content: Uint8Array.of(0x35),
    timeoutMs: 500,
    decode: codeOf,
  };
}

function codeOf(ack: Ack): number {
  return ack.code;
}

function expectOk(name: string, sizeBytes: number): (ack: Ack) => Buffer {
  return (ack) => {
    if (ack.code !== code.ok) throw refusal(name, ack.code);
    if (ack.data.length < sizeBytes) throw misbehaviour(`${name} was answered with ${ack.data.length} bytes`);
    return ack.data;
  };
}

function decodeSearch(ack: Ack): SearchResult {
  if (ack.code === code.notFound) return { kind: 'none' };
  const data = expectOk('Search', 4)(ack);
  return { kind: 'hit', slot: data.readUInt16BE(0), score: data.readUInt16BE(2) };
}

function decodeParameters(data: Buffer): SystemParameters {
  return {
    capacity: data.readUInt16BE(4),
    address: data.readUInt32BE(8),
    packetSizeCode: data.readUInt16BE(12),
    baud: data.readUInt16BE(14) * 9_600,
  };
}

function usedSlots(page: number, bits: Buffer): number[] {
  const slots: number[] = [];
  for (let i = 0; i < 256; i++) {
    if (bits.readUInt8(i >> 3) & (1 << (i & 7))) slots.push(page * 256 + i);
  }
  return slots;
}

/** The module understood and said no, in a way that is nobody's finger's fault. */
export function refusal(name: string, value: number): AppError {
  return misbehaviour(`${name} was refused with ${describeCode(value)}`);
}

export function misbehaviour(what: string): AppError {
  const zh = '指纹仪的应答不正确，请重新插拔；仍不行请更换指纹仪。';
  return new AppError('device_protocol', `The fingerprint reader misbehaves: ${what}.`, {
    zh,
    retryable: true,
  });
}

function uint16(value: number): [number, number] {
  return [(value >>> 8) & 0xff, value & 0xff];
}
