// @ts-check
/** The palette: finds DAGs, runs, pages and actions by a few letters. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from './api.js';
import { keysOpen, paletteOpen } from './keys.js';
import { dagUrl, navigate, runUrl } from './route.js';
import { nextTheme } from './theme.js';

/** @typedef {{name: string, kind: string, go: () => void}} Item */

const MOST = 12;

/** @type {Item[]} */
const FIXED = [
  { name: 'Now', kind: 'page', go: () => navigate('/') },
  { name: 'DAGs', kind: 'page', go: () => navigate('/dags') },
  { name: 'Runs', kind: 'page', go: () => navigate('/runs') },
  { name: 'Failed runs', kind: 'page', go: () => navigate('/runs?status=FAILED') },
  { name: 'Schedule', kind: 'page', go: () => navigate('/schedule') },
  { name: 'Assets', kind: 'page', go: () => navigate('/assets') },
  { name: 'Agents', kind: 'page', go: () => navigate('/agents') },
  { name: 'Cluster: the schedulers of the database', kind: 'page', go: () => navigate('/cluster') },
  { name: 'Audit: who changed what', kind: 'page', go: () => navigate('/audit') },
  { name: 'Change colours', kind: 'action', go: nextTheme },
  { name: 'Show keys', kind: 'action', go: () => { keysOpen.value = true; } },
];

/**
 * How well letters fit a name: all of them, in order; adjacent ones and beginnings count more. Null where they do not.
 * @param {string} letters
 * @param {string} name
 */
function fit(letters, name) {
  const text = name.toLowerCase();
  const whole = text.indexOf(letters);
  if (whole >= 0) {
    return 1_000 - whole * 2 - text.length;
  }
  let at = -1;
  let score = 0;
  for (const letter of letters) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) {
      return null;
    }
    score += next === at + 1 ? 3 : 0;
    at = next;
  }
  return score - text.length;
}

/** @param {string} text @param {string[]} dags @returns {Item[]} */
function items(text, dags) {
  const letters = text.trim().toLowerCase();
  const run = letters.match(/^(.+)\/(\d+)$/);
  /** @type {Item[]} */
  const all = [
    ...dags.map(dag => ({ name: dag, kind: 'DAG', go: () => navigate(dagUrl(dag)) })), ...FIXED,
    ...dags.map(dag => ({ name: 'Trigger ' + dag, kind: 'action', go: () => navigate(dagUrl(dag) + '?trigger=1') })),
  ];
  const runs = run ? dags.filter(dag => fit(run[1], dag.toLowerCase()) !== null)
    .map(dag => ({ name: dag + '/' + run[2], kind: 'run', go: () => navigate(runUrl(dag, run[2])) })) : [];
  return [...runs, ...all.map(item => ({ item, score: fit(letters, item.name) }))
    .filter(each => each.score !== null)
    .sort((a, b) => letters ? Number(b.score) - Number(a.score) : 0)
    .map(each => each.item)].slice(0, MOST);
}

/** The palette, open. */
export function Palette() {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [dags, setDags] = useState(/** @type {string[]} */ ([]));
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    box.current?.showModal();
    ask('/dags').then(all => setDags(all.map((/** @type {any} */ dag) => dag.id)), () => undefined);
  }, []);
  const close = () => { paletteOpen.value = false; };
  const found = items(text, dags);
  const take = (/** @type {Item | undefined} */ item) => {
    if (item) {
      close();
      item.go();
    }
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(found[chosen]);
    }
  };
  return html`<dialog ref=${box} class="palette" aria-label="Find" onCancel=${(/** @type {Event} */ event) => { event.preventDefault(); close(); }}
      onClick=${(/** @type {MouseEvent} */ event) => event.target === box.current && close()}>
    <div class="dialog-body"><input autofocus type="text" role="combobox" aria-expanded="true" aria-controls="palette-list"
      aria-activedescendant=${'palette-' + chosen} aria-label="Find a DAG, run, page or action"
      placeholder="A DAG, a run such as sales/12, a page or an action" value=${text}
      onInput=${(/** @type {any} */ event) => { setText(event.target.value); setChosen(0); }} onKeyDown=${onKey} />
    <ul id="palette-list" role="listbox">${found.map((item, i) => html`<li key=${item.kind + item.name} id=${'palette-' + i} role="option"
      aria-selected=${i === chosen} class=${i === chosen ? 'on' : ''} onPointerMove=${() => i !== chosen && setChosen(i)} onClick=${() => take(item)}>
      <span>${item.name}</span><span class="faint">${item.kind}</span></li>`)}</ul>
    ${found.length ? null : html`<p class="nothing">Nothing has that name.</p>`}</div></dialog>`;
}
