// @ts-check
/** Keys that work on every page, and what pages add to them. */
import { signal } from '@preact/signals';
import { navigate } from './route.js';

/** Whether the palette is open. */
export const paletteOpen = signal(false);

/** Whether the list of keys is open. */
export const keysOpen = signal(false);

/** Keys for people. */
export const KEYS = [
  ['Ctrl K', 'find a DAG, run, page or action'], ['g h', 'home'], ['g d', 'DAGs'], ['g r', 'runs'],
  ['g e', 'assets and their events'], ['g a', 'agents'], ['g c', 'cluster'], ['g u', 'audit'], ['j / k', 'next, previous row'], ['Enter', 'open the row'], ['/', 'filter or search'],
  ['[ / ]', 'previous, next tab'], ['Esc', 'close the drawer or dialog'], ['?', 'this list'],
];

const PAGES = /** @type {Record<string, string>} */ ({ h: '/', d: '/dags', r: '/runs', e: '/assets', a: '/agents', c: '/cluster', u: '/audit' });
let went = 0;

/** @param {EventTarget | null} target */
const writes = target => target instanceof HTMLElement
  && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** @param {number} step */
function moveRow(step) {
  const rows = [...document.querySelectorAll('tr[data-row]')];
  const at = rows.findIndex(row => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  const link = next?.querySelector('a, button');
  if (link instanceof HTMLElement) {
    link.focus();
    next.scrollIntoView({ block: 'nearest' });
  }
}

/** @param {number} step */
function moveTab(step) {
  const tabs = [...document.querySelectorAll('.tabs a')];
  const at = tabs.findIndex(tab => tab.classList.contains('on'));
  const tab = tabs[at + step];
  if (tab instanceof HTMLElement) {
    tab.click();
  }
}

/** Listens to the keys of all pages. */
export function listenToKeys() {
  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      paletteOpen.value = !paletteOpen.value;
      return;
    }
    if (writes(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
      return;
    }
    if (Date.now() - went < 1_000 && PAGES[event.key]) {
      went = 0;
      navigate(PAGES[event.key]);
      return;
    }
    switch (event.key) {
      case 'g': went = Date.now(); break;
      case '?': keysOpen.value = true; break;
      case 'j': moveRow(1); break;
      case 'k': moveRow(-1); break;
      case '[': moveTab(-1); break;
      case ']': moveTab(1); break;
      case '/': {
        const field = document.querySelector('[data-search]');
        if (field instanceof HTMLElement) {
          event.preventDefault();
          field.focus();
        }
        break;
      }
      case 'Escape': {
        const close = document.querySelector('[data-escape]');
        if (close instanceof HTMLElement) {
          close.click();
        }
        break;
      }
      default:
    }
  });
}
