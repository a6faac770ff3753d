// @ts-check
/** Parts of pages: times, panels, errors, empty states, menus, dialogs. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './api.js';
import { duration, everyZone, exact, now, relative, took } from './format.js';

/** How long ago something was; the exact time in every zone on hover. @param {{at: any}} props */
export const Ago = ({ at }) => html`<time class="num-time" datetime=${at} title=${everyZone(at)}>${relative(at, now.value)}</time>`;

/** An exact time. @param {{at: any}} props */
export const Exact = ({ at }) => html`<time class="mono" datetime=${at} title=${everyZone(at)}>${exact(at)}</time>`;

/** How long a run takes, moving while it runs. @param {{run: any}} props */
export const Took = ({ run }) => html`<span class="tnum">${duration(took(run, run.endedAt ? 0 : now.value))}</span>`;

/** A panel with a heading. @param {{title: any, side?: any, children?: any, class?: string}} props */
export const Panel = ({ title, side, children, class: kind }) => html`<section class="panel ${kind ?? ''}">
  <h2><span>${title}</span>${side ? html`<span class="side">${side}</span>` : null}</h2>${children}</section>`;

/** A refused request, with what to do about it. @param {{error: Error, retry?: () => void}} props */
export function ErrorBox({ error, retry }) {
  const id = error instanceof Problem ? error.requestId : '';
  return html`<div class="error-box" role="alert">
    <div class="prose">${error.message.split('\n').map(line => html`<p>${line}</p>`)}</div>
    <div class="error-foot">${retry ? html`<button onClick=${retry}>Try again</button>` : null}
      ${id ? html`<span class="faint">request <code>${id}</code></span>` : null}</div></div>`;
}

/** What stands where nothing is yet. @param {{title: string, children?: any}} props */
export const Empty = ({ title, children }) => html`<div class="empty"><h3>${title}</h3>${children}</div>`;

/** A command to copy. @param {{text: string}} props */
export function Command({ text }) {
  return html`<div class="command"><code>${text}</code><${CopyButton} text=${text} label="Copy" /></div>`;
}

/** @param {{text: string, label: string, class?: string}} props */
export function CopyButton({ text, label, class: kind }) {
  const [done, setDone] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => {
    setDone(true);
    setTimeout(() => setDone(false), 1_500);
  }, () => undefined);
  return html`<button class=${kind ?? 'small'} onClick=${copy} title=${text}>${done ? 'Copied' : label}</button>`;
}

/** Rows in the size of what will stand there. @param {{rows?: number}} props */
export const Skeleton = ({ rows = 8 }) => html`<div class="skeleton" aria-hidden="true">
  ${Array.from({ length: rows }, () => html`<div class="skeleton-row"><i /><i /><i /></div>`)}</div>`;

/**
 * What a request led to: data, an error, or, after a while, a skeleton.
 * @param {{loaded: import('./data.js').Loaded<any>, rows?: number, children: (data: any) => any}} props
 */
export function Show({ loaded, rows, children }) {
  if (loaded.data === null) {
    return loaded.error ? html`<${ErrorBox} error=${loaded.error} retry=${loaded.reload} />`
      : loaded.slow ? html`<${Skeleton} rows=${rows} />` : null;
  }
  return html`${loaded.error ? html`<${Stale} error=${loaded.error} retry=${loaded.reload} />` : null}${children(loaded.data)}`;
}

/** @param {{error: Error, retry: () => void}} props */
const Stale = ({ error, retry }) => html`<div class="stale" role="status">What stands here may be old: ${error.message.split('\n')[0]}
  <button class="small" onClick=${retry}>Try again</button></div>`;

/**
 * A button that opens a list of others.
 * @param {{label: any, title?: string, children?: any, class?: string}} props
 */
export function Menu({ label, title, children, class: kind }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const close = (/** @type {Event} */ event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !box.current?.contains(/** @type {Node} */ (event.target))) {
        setOpen(false);
      }
    };
    addEventListener('pointerdown', close);
    addEventListener('keydown', close);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('keydown', close);
    };
  }, [open]);
  return html`<span class="menu" ref=${box}>
    <button class=${kind ?? ''} aria-haspopup="menu" aria-expanded=${open} title=${title} onClick=${() => setOpen(!open)}>${label}</button>
    ${open ? html`<div class="menu-list" role="menu" onClick=${() => setOpen(false)}>${children}</div>` : null}</span>`;
}

/**
 * A dialog over the page. Escape closes it.
 * @param {{title: string, close: () => void, children?: any, wide?: boolean}} props
 */
export function Dialog({ title, close, children, wide }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return html`<dialog ref=${box} class=${wide ? 'wide' : ''} aria-label=${title}
      onCancel=${(/** @type {Event} */ event) => { event.preventDefault(); close(); }}
      onClick=${(/** @type {MouseEvent} */ event) => event.target === box.current && close()}>
    <div class="dialog-body"><header><h2>${title}</h2><button class="ghost" aria-label="Close" onClick=${close}>✕</button></header>${children}</div></dialog>`;
}

/**
 * Tabs whose choice stands in the address.
 * @param {{tabs: {id: string, label: any, href: string}[], chosen: string}} props
 */
export const Tabs = ({ tabs, chosen }) => html`<nav class="tabs" aria-label="Views">
  ${tabs.map(tab => html`<a key=${tab.id} href=${tab.href} aria-current=${tab.id === chosen ? 'page' : undefined}
    class=${tab.id === chosen ? 'on' : ''}>${tab.label}</a>`)}</nav>`;

/** A JSON value, as text. @param {{value: any}} props */
export const Json = ({ value }) => html`<pre class="json">${JSON.stringify(value, null, 2)}</pre>`;

/** A fact under a title. @param {{name: string, children?: any}} props */
export const Fact = ({ name, children }) => html`<span class="fact"><span>${name}</span> <b>${children}</b></span>`;
