import { expect, test } from 'vitest';
import { Announcer, type ToneName } from '../../../../kiosk/ui/sound/announcer.ts';
import type { Sentence } from '../../../../kiosk/ui/view-model/notice-sentence.ts';

const accepted: Sentence = {
  sign: 'yes',
  text: '张*，签到成功 09:52',
  advice: null,
  spoken: '张同学，签到成功',
};
const refused: Sentence = { ...accepted, sign: 'no' };

interface Heard {
  readonly spoken: SpeechSynthesisUtterance[];
  readonly tones: ToneName[];
  readonly announcer: Announcer;
}

function listen(voices: { lang: string; localService: boolean }[] | undefined): Heard {
  const spoken: SpeechSynthesisUtterance[] = [];
  const tones: ToneName[] = [];
  const speech = voices && {
    getVoices: () => voices,
    cancel: () => undefined,
    speak: (utterance: SpeechSynthesisUtterance) => spoken.push(utterance),
  };
  const announcer = new Announcer({
    speech: speech as unknown as SpeechSynthesis | undefined,
    newUtterance: (text) => ({ text }) as SpeechSynthesisUtterance,
    playTone: (name) => tones.push(name),
  });
  return { spoken, tones, announcer };
}

test.each(['zh-CN', 'zh_CN', 'cmn'])('a local voice for %s speaks, and no tone sounds', (lang) => {
  const { announcer, spoken, tones } = listen([
    { lang: 'en-US', localService: true },
    { lang, localService: true },
  ]);
  announcer.announce(accepted, 'zh');
  expect(spoken.map(({ text, lang: used }) => [text, used])).toEqual([['张同学，签到成功', lang]]);
  expect(tones).toEqual([]);
});

test.each([
  ['no speech at all', undefined],
  ['no voice', []],
  ['no Chinese voice', [{ lang: 'en-US', localService: true }]],
  ['a voice that would send the name elsewhere', [{ lang: 'zh-CN', localService: false }]],
])('%s: tones instead', (_, voices) => {
  const { announcer, spoken, tones } = listen(voices);
  announcer.announce(accepted, 'zh');
  announcer.announce(refused, 'zh');
  announcer.announce({ ...accepted, sign: 'question' }, 'zh');
  expect(spoken).toEqual([]);
  expect(tones).toEqual(['ok', 'refuse', 'ask']);
});

test('a voice that is not allowed to speak is replaced by a tone; one cut short is not', () => {
  const { announcer, spoken, tones } = listen([{ lang: 'zh-CN', localService: true }]);
  announcer.announce(refused, 'zh');
  const fail = (error: string) => spoken[0]?.onerror?.({ error } as SpeechSynthesisErrorEvent);
  fail('interrupted');
  expect(tones).toEqual([]);
  fail('not-allowed');
  expect(tones).toEqual(['refuse']);
});
