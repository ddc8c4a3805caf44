import { ref, watch } from 'vue';
import { remembered, remember } from './remembered';

export type Theme = 'light' | 'dark';

const preferred: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

/** The theme in force; kept in the browser, the system's until somebody chooses. */
export const theme = ref<Theme>((remembered('theme') as Theme | null) ?? preferred);

/** Puts the theme on the document, now and whenever it changes. */
export function applyTheme(): void {
  watch(
    theme,
    (value) => {
      document.documentElement.classList.toggle('dark', value === 'dark');
      document.documentElement.style.colorScheme = value;
    },
    { immediate: true },
  );
}

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  remember('theme', theme.value);
}
