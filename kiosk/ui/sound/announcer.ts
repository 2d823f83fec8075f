import type { Language } from '../text/language.ts';
import type { Sentence, Sign } from '../view-model/notice-sentence.ts';

export type ToneName = 'ok' | 'refuse' | 'ask';

interface AnnouncerParts {
  /** Absent in a browser without speech. */
  readonly speech: SpeechSynthesis | undefined;
  newUtterance(words: string): SpeechSynthesisUtterance;
  playTone(name: ToneName): void;
}

// Speech engines on Linux call Mandarin `cmn`.
const voiceLanguages: Record<Language, readonly string[]> = { zh: ['zh', 'cmn'], en: ['en'] };
const toneOf: Record<Sign, ToneName> = { yes: 'ok', no: 'refuse', question: 'ask', hint: 'ask' };

/** Says a sentence aloud where the machine itself has a voice for the language, and sounds a tone where not. */
export class Announcer {
  readonly #parts: AnnouncerParts;

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
    // The list of voices fills after the first question only.
    parts.speech?.getVoices();
  }

  announce(sentence: Sentence, language: Language): void {
    const { speech } = this.#parts;
    const voice = this.#voice(language);
    if (!speech || !voice) return this.#parts.playTone(toneOf[sentence.sign]);
    const utterance = this.#parts.newUtterance(sentence.spoken);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    // Before anyone touched the page a browser may refuse to speak; being cut short by the next sentence is no fault.
    utterance.onerror = ({ error }) => {
      if (error !== 'interrupted' && error !== 'canceled') this.#parts.playTone(toneOf[sentence.sign]);
    };
    speech.cancel();
    speech.speak(utterance);
  }

  /** Local voices only: a remote one would send the surname to another company's server. */
  #voice(language: Language): SpeechSynthesisVoice | undefined {
    const spoken = voiceLanguages[language];
    return this.#parts.speech
      ?.getVoices()
      .find(
        ({ localService, lang }) =>
          localService && spoken.includes(lang.toLowerCase().split(/[-_]/)[0] ?? ''),
      );
  }
}
