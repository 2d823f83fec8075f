import { computed, ref } from 'vue';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type Language = 'zh' | 'en';

/** Chinese at every load: a trainee must not inherit the language of whoever stood here before a restart. */
export const language = ref<Language>('zh');

/** The dictionary in use; templates read `text.period.now`. */
export const text = computed(() => (language.value === 'zh' ? zhCN : en));

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}
