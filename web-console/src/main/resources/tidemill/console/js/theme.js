// @ts-check
/** Light or dark, as the system says or as was chosen. */
import { signal } from '@preact/signals';

const KEY = 'tidemill.theme';
const NEXT = /** @type {Record<string, string>} */ ({ system: 'light', light: 'dark', dark: 'system' });

/** `system`, `light` or `dark`. */
export const theme = signal(localStorage.getItem(KEY) ?? 'system');

/** Makes the page follow the choice. */
export function applyTheme() {
  theme.subscribe(chosen => {
    document.documentElement.dataset.theme = chosen;
    localStorage.setItem(KEY, chosen);
  });
}

/** Takes the next choice. */
export function nextTheme() {
  theme.value = NEXT[theme.value] ?? 'system';
}
