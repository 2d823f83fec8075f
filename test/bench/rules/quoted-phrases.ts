import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moneyFigures } from '../../../server/policy/money/all-figures.ts';
import { newestProfiles } from '../../../server/policy/profiles.ts';
import type { Source } from '../../../sync/contract/policy.ts';

interface Quoted {
  /** Id of the profile. */
  readonly profile: string;
  readonly clause: string;
  readonly phrase: string;
}

/** Both parts of Suihua stand in one text. */
const fileOf = (profile: string): string => `${profile.replace(/-(enterprise|key-groups)$/, '')}.txt`;
const squashed = (text: string): string => text.replace(/\s/gu, '');

/** Every phrase that a figure, duty, condition or amount quotes. */
export function quotedPhrases(): readonly Quoted[] {
  const ofProfiles = newestProfiles().flatMap((profile) => quotedIn(profile.id, profile));
  const ofMoney = [...moneyFigures].flatMap(([name, figure]) => quotedIn(name.split('/')[0] ?? '', figure));
  return [...ofProfiles, ...ofMoney];
}

/** Those that do not stand in the texts of `folder` as quoted, white space apart. Throws when a text is missing. */
export function notInTexts(phrases: readonly Quoted[], folder: string): readonly Quoted[] {
  const texts = new Map<string, string>();
  return phrases.filter(({ profile, phrase }) => {
    const file = fileOf(profile);
    const text = texts.get(file) ?? squashed(readFileSync(join(folder, file), 'utf8'));
    texts.set(file, text);
    return !text.includes(squashed(phrase));
  });
}

function quotedIn(profile: string, value: unknown): Quoted[] {
  if (typeof value !== 'object' || value === null) return [];
  const source = value as Source;
  if (source.kind === 'clause') return [{ profile, clause: source.clause, phrase: source.phrase }];
  return Object.values(value).flatMap((part) => quotedIn(profile, part));
}
