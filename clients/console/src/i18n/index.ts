import { computed, watch } from 'vue';
import { createI18n } from 'vue-i18n';
import { remembered, remember } from '../remembered';
import { messages } from './messages';

export type Language = 'zh' | 'en';

function firstLanguage(): Language {
  const kept = remembered('language');
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

export const i18n = createI18n({ legacy: false, locale: firstLanguage(), fallbackLocale: 'en', messages });

/** The console's language, which is also the one that answers are asked in. */
export const language = computed<Language>(() => i18n.global.locale.value as Language);

export function toggleLanguage(): void {
  i18n.global.locale.value = language.value === 'zh' ? 'en' : 'zh';
  remember('language', i18n.global.locale.value);
}

watch(language, (value) => (document.documentElement.lang = value === 'zh' ? 'zh-CN' : 'en'), {
  immediate: true,
});
