import elementEn from 'element-plus/es/locale/lang/en';
import elementZh from 'element-plus/es/locale/lang/zh-cn';
import { computed, ref, watchEffect } from 'vue';
import type { Fault } from '../api.ts';
import { faultSentence } from '../fault-sentence.ts';
import { type Language, lengthOf } from '../time.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

const storageKey = 'keqin.language';

/** Chinese unless this browser chose English before. */
export const language = ref<Language>(localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh');

export const text = computed(() => (language.value === 'zh' ? zhCN : en));
export const elementLocale = computed(() => (language.value === 'zh' ? elementZh : elementEn));

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem(storageKey, language.value);
}

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  document.title = `${text.value.product} · ${text.value.bureau}`;
});

/** The server's sentence in the language of the page. */
export const faultText = (fault: Fault): string =>
  language.value === 'zh' ? faultSentence(fault) : fault.messageEn;

export const lengthText = (durationMs: number): string => text.value.length(lengthOf(durationMs));
export const agoText = (durationMs: number): string => text.value.ago(lengthOf(durationMs));
