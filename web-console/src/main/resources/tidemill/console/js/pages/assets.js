// @ts-check
import { html } from 'htm/preact';
import { CALM, useData } from '../data.js';
import { count, counted } from '../format.js';
import { Source } from '../asset/source.js';
import { assetUrl, dagUrl, route, setQuery } from '../route.js';
import { Ago, Empty, Panel, Show } from '../parts.js';
import { State } from '../state.js';

/** Links to DAGs, the first few. @param {{dags: string[]}} props */
const Dags = ({ dags }) => dags.length ? html`${dags.slice(0, 5).map((dag, i) => html`${i ? ', ' : ''}<a href=${dagUrl(dag)}>${dag}</a>`)}${dags.length > 5 ? ` and ${dags.length - 5} more` : ''}` : html`<span class="faint">nothing</span>`;

/** @param {{asset: any}} props */
function Row({ asset }) {
  const [last] = asset.newest;
  const producers = [...new Set(asset.producers.map((/** @type {string} */ task) => task.slice(0, task.indexOf('/'))))];
  return html`<tr data-row><td><a class="strong" href=${assetUrl(asset.asset)}>${asset.asset}</a></td>
    <td class="fit num">${count(asset.events)}</td><td class="fit muted">${last ? html`<${Ago} at=${last.at} />` : html`<span class="faint">none yet</span>`}</td>
    <td class="fit">${last ? html`<${Source} event=${last} />` : null}</td><td><${Dags} dags=${producers} /></td><td><${Dags} dags=${asset.consumers} /></td>
    <td>${asset.waiting.length ? html`<${State} state="WAITING" word=${asset.waiting.length === 1 ? asset.waiting[0] + ' waits' : counted(asset.waiting.length, 'DAG') + ' wait'} />` : null}</td></tr>`;
}

/** All assets. */
export function Assets() {
  const loaded = useData('/assets', change => change.kind === 'run', CALM);
  const text = route.value.query.get('q') ?? '';
  return html`<div class="head"><h1>Assets</h1><span class="grow" />
    <input data-search class="filter" type="search" placeholder="Name of an asset or DAG" aria-label="Filter" value=${text}
      onInput=${(/** @type {any} */ event) => setQuery({ q: event.target.value }, { replace: true })} /></div>
    <${Show} loaded=${loaded}>${(/** @type {any[]} */ assets) => {
      if (!assets.length) {
        return html`<${Empty} title="No DAG has to do with an asset"><p>An asset is something that tasks update and other DAGs run on: a table, a file, a model. A task says that it updates one:</p>
          <pre class="json">d.task("load").produces(Asset.of("sales")).exec(ctx -> { … });</pre><p>and another DAG that it runs on it:</p><pre class="json">d.runOn(OnAssets.any(Asset.of("sales")));</pre><//>`;
      }
      const shown = assets.filter(asset => [asset.asset, ...asset.producers, ...asset.consumers].join(' ').toLowerCase().includes(text.trim().toLowerCase()));
      return shown.length ? html`<${Panel} title="What tasks update and DAGs run on" side=${shown.length}><table class="list"><thead><tr><th>Asset</th><th class="num">Events</th><th>Last event</th><th>From</th><th>Produced by</th><th>Runs</th><th>Who waits</th></tr></thead>
        <tbody>${shown.map(asset => html`<${Row} key=${asset.asset} asset=${asset} />`)}</tbody></table><//>`
        : html`<${Empty} title="No asset fits"><p>None of ${counted(assets.length, 'asset')} fits <code>${text}</code>.</p><p><button onClick=${() => setQuery({ q: null })}>Show all</button></p><//>`;
    }}<//>`;
}
