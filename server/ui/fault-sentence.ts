import type { Fault } from './api.ts';
import { zhFieldNames } from './text/zh-CN-field-names.ts';

/**
 * The Chinese sentence of a fault with the field under its name on the page, and without it where it has none there:
 * what the interface calls it says nothing to who reads Chinese.
 */
export function faultSentence({ message, field }: Fault): string {
  const [what, said] = message.split(`：${field} `, 2);
  if (!field || what === undefined || said === undefined) return message;
  const [name, , index] = /^(\w+)(\[(\d+)\])?$/.exec(field)?.slice(1) ?? [];
  const known = name && zhFieldNames[name];
  if (known) return `${known}${index === undefined ? '' : `第 ${Number(index) + 1} 项`}：${said}`;
  return /^[\w ]+$/.test(what) ? said : `${what}：${said}`;
}
