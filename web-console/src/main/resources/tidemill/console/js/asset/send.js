// @ts-check
/** Tells that something outside updated an asset; says before what that leads to. */
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { order } from '../api.js';
import { quoted } from '../actions.js';
import { Act } from '../caller.js';
import { CopyButton, Dialog, ErrorBox } from '../parts.js';

const MOST_NOTE = 1_000;

/** @param {{detail: any, reload: () => void, close: () => void}} props */
function SendDialog({ detail, reload, close }) {
  const { asset, consumers } = detail;
  const [note, setNote] = useState('');
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    order('/assets/' + encodeURIComponent(asset.asset) + '/events', { by: 'console', note: note.trim() || null }).then(() => {
      close();
      reload();
    }, e => {
      setError(e);
      setBusy(false);
    });
  };
  const cli = 'tidemill asset ' + quoted(asset.asset) + ' --event' + (note.trim() ? ' --note ' + quoted(note.trim()) : '');
  return html`<${Dialog} title=${'Send an event of ' + asset.asset} close=${close} wide><form onSubmit=${send}>
    <p>It says that something outside of Tidemill updated the asset: event ${asset.events + 1}. ${consumers.length ? 'As it stands now:' : 'No DAG runs on it, so nothing starts.'}</p>
    ${consumers.length ? html`<div class="scroll"><table class="list"><thead><tr><th>DAG</th><th>Runs</th><th>With this event it</th></tr></thead>
      <tbody>${consumers.map((/** @type {any} */ each) => html`<tr key=${each.dag}><td><b>${each.dag}</b></td><td class="muted">${each.condition}</td><td>${each.next}</td></tr>`)}</tbody></table></div>` : null}
    <label>Note, for the runs and for others to read<input autofocus type="text" maxlength=${MOST_NOTE} value=${note} onInput=${(/** @type {any} */ event) => setNote(event.target.value)} /></label>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    <footer><${CopyButton} text=${cli} label="Copy as CLI" class="ghost" /><span class="grow" /><button type="button" onClick=${close}>Close</button>
      <button class="primary" disabled=${busy}>${busy ? 'Sending…' : 'Send event'}</button></footer></form><//>`;
}

/** @param {{detail: any, reload: () => void}} props */
export function SendButton({ detail, reload }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} class="primary" onClick=${() => setShown(true)}>Send event…<//>
    ${shown ? html`<${SendDialog} detail=${detail} reload=${reload} close=${() => setShown(false)} />` : null}`;
}
