import { type Ref, watch } from 'vue';
import type { CheckInNotice } from '../../../sync/contract/kiosk-view.ts';
import { language } from '../text/language.ts';
import type { Sentence } from '../view-model/notice-sentence.ts';
import { Announcer } from './announcer.ts';
import { playTone } from './tones.ts';

const sameHintAgainMs = 8_000;

/** Each notice aloud once; a hint that stays the same is repeated at most every 8 s. */
export function useAnnouncements(notice: Ref<CheckInNotice | null>, sentence: Ref<Sentence | null>): void {
  const announcer = new Announcer({
    speech: globalThis.speechSynthesis,
    newUtterance: (words) => new SpeechSynthesisUtterance(words),
    playTone,
  });
  const saidAt = new Map<string, number>();

  const said = (current: CheckInNotice): boolean => {
    const key = current.kind === 'hint' ? current.reason : `${current.id} ${current.kind}`;
    const before = saidAt.get(key);
    if (before !== undefined && (current.kind !== 'hint' || current.at - before < sameHintAgainMs))
      return true;
    if (saidAt.size > 100) saidAt.clear();
    saidAt.set(key, current.at);
    return false;
  };

  watch(notice, (current) => {
    if (current && sentence.value && !said(current)) announcer.announce(sentence.value, language.value);
  });
}
