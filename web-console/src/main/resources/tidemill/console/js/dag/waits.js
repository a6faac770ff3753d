// @ts-check
import { html } from 'htm/preact';
import { useData } from '../data.js';
import { counted } from '../format.js';
import { assetUrl } from '../route.js';
import { Ago, Panel } from '../parts.js';

/** @param {{asset: any}} props */
function Asset({ asset }) {
  return html`<tr data-row><td><a class="strong" href=${assetUrl(asset.asset)}>${asset.asset}</a></td>${asset.events
    ? html`<td>${counted(asset.events, 'event')}</td><td class="mono">${asset.source}</td><td class="muted"><${Ago} at=${asset.lastAt} /></td>`
    : html`<td class="muted">waits for an event</td><td /><td />`}</tr>`;
}

/** What a DAG waits for before it runs by itself; nothing where it waits for nothing. @param {{dag: string}} props */
export function Waits({ dag }) {
  const { data } = useData('/dags/' + encodeURIComponent(dag) + '/waits', change => change.dag === dag);
  if (!data || !data.condition && !data.slots.length) {
    return null;
  }
  return html`<${Panel} title="Waits for" side=${data.condition ?? ''}>
    ${data.assets.length ? html`<table class="list"><thead><tr><th>Asset</th><th>Since the last run</th><th>From</th><th>At</th></tr></thead>
      <tbody>${data.assets.map((/** @type {any} */ asset) => html`<${Asset} key=${asset.asset} asset=${asset} />`)}</tbody></table>` : null}
    ${data.slots.length ? html`<table class="list"><thead><tr><th>Slot</th><th>Schedule</th><th>Requires</th><th>Missing from</th><th>Because</th></tr></thead>
      <tbody>${data.slots.map((/** @type {any} */ slot) => html`<tr key=${slot.schedule + slot.slot}><td class="mono">${slot.slot}</td><td class="muted">${slot.schedule}</td><td><b>${slot.required}</b></td><td class="mono">${slot.missing}</td><td class="wrap">${slot.reason}</td></tr>`)}</tbody></table>` : null}<//>`;
}
