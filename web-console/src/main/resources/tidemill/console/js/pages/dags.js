// @ts-check
import { html } from 'htm/preact';
import { CALM, useData } from '../data.js';
import { counted, duration } from '../format.js';
import { dagUrl, route, runUrl, setQuery } from '../route.js';
import { TriggerButton } from '../actions.js';
import { DeployButton } from '../dag/versions.js';
import { Ago, Empty, Show } from '../parts.js';
import { Spark } from '../spark.js';
import { State } from '../state.js';

/** @param {any} each @param {string} text */
function fits(each, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const dag = each.dag;
  return words.every(word => word.startsWith('state:') ? (each.last?.status ?? 'none').toLowerCase() === word.slice(6)
    : word.startsWith('tag:') ? dag.tags.includes(word.slice(4))
    : (dag.id + ' ' + dag.owner + ' ' + dag.tags.join(' ')).toLowerCase().includes(word));
}

/** @param {{each: any}} props */
function Row({ each }) {
  const { dag, last } = each;
  return html`<tr data-row><td><a class="strong" href=${dagUrl(dag.id)}>${dag.id}</a>
      ${dag.quarantine ? html` <span title=${dag.quarantine.reason}><${State} state="QUARANTINED" /></span>` : null}
      ${dag.tags.map((/** @type {string} */ tag) => html` <a class="tag" href=${'/dags?q=' + encodeURIComponent('tag:' + tag)}>${tag}</a>`)}</td>
    <td class="fit"><${Spark} dag=${dag.id} runs=${each.runs} /></td>
    <td class="fit">${last ? html`<a href=${runUrl(dag.id, last.run)}><${State} state=${last.status} plain /></a>` : html`<span class="faint">never ran</span>`}</td>
    <td class="fit muted">${last ? html`<${Ago} at=${last.endedAt ?? last.createdAt} />` : null}</td>
    <td class="fit num">${duration(each.usualMillis)}</td>
    <td class="fit mono muted wide-only">${dag.schedule ?? ''}</td><td class="fit num">${dag.tasks}</td><td class="fit num">${dag.version}</td><td class="fit muted wide-only">${dag.owner}</td>
    <td class="fit num"><${TriggerButton} dag=${dag} small /></td></tr>`;
}

/** All DAGs. */
export function Dags() {
  const loaded = useData('/overview', change => change.kind === 'run', CALM);
  const text = route.value.query.get('q') ?? '';
  return html`<div class="head"><h1>DAGs</h1><span class="grow" />
    <input data-search class="filter" type="search" placeholder="Name, owner, tag:…, state:failed" aria-label="Filter" value=${text}
      onInput=${(/** @type {any} */ event) => setQuery({ q: event.target.value }, { replace: true })} /><${DeployButton} /></div>
    <${Show} loaded=${loaded}>${(/** @type {any} */ overview) => {
      const shown = overview.dags.filter((/** @type {any} */ each) => fits(each, text));
      if (!overview.dags.length) {
        return html`<${Empty} title="No DAG is deployed"><p>Save a file into the folder that <code>tidemill dev</code> watches, press Deploy, or run <code>tidemill deploy FILE</code>.</p><p><a class="link" href="/">A DAG to copy is on the first page.</a></p><//>`;
      }
      if (!shown.length) {
        return html`<${Empty} title="No DAG fits"><p>None of ${counted(overview.dags.length, 'DAG')} fits <code>${text}</code>.</p><p><button onClick=${() => setQuery({ q: null })}>Show all</button></p><//>`;
      }
      return html`<section class="panel"><table class="list"><thead><tr><th>DAG</th><th>Last 15 runs</th><th>Last run</th><th /><th class="num">Usually</th><th class="wide-only">Schedule</th><th class="num">Tasks</th><th class="num">Version</th><th class="wide-only">Owner</th><th /></tr></thead>
        <tbody>${shown.map((/** @type {any} */ each) => html`<${Row} key=${each.dag.id} each=${each} />`)}</tbody></table></section>`;
    }}<//>`;
}
