// @ts-check
import { html } from 'htm/preact';
import { useData } from '../data.js';
import { route, setQuery } from '../route.js';
import { NoRuns, RunTable } from '../runtable.js';
import { look } from '../state.js';

const STATUSES = ['RUNNING', 'CANCELLING', 'SUCCESS', 'FAILED', 'CANCELLED', 'SKIPPED'];

/** All runs. */
export function Runs() {
  const { query } = route.value;
  const chosen = query.getAll('status').flatMap(each => each.split(',')).filter(each => STATUSES.includes(each));
  const dag = query.get('dag') ?? '';
  const dags = useData('/dags');
  const filter = new URLSearchParams([...chosen.map(each => ['status', each]), ...dag ? [['dag', dag]] : [], ['limit', '50']]);
  const toggle = (/** @type {string} */ status) => setQuery({
    status: (chosen.includes(status) ? chosen.filter(each => each !== status) : [...chosen, status]).join(','),
  });
  return html`<div class="head"><h1>Runs</h1><span class="grow" />
    <div class="chips" role="group" aria-label="States">${STATUSES.map(status => html`<button key=${status} class="chip ${chosen.includes(status) ? 'on' : ''}"
      aria-pressed=${chosen.includes(status)} onClick=${() => toggle(status)}>${look(status).word}</button>`)}</div>
    <select data-search aria-label="DAG" value=${dag} onChange=${(/** @type {any} */ event) => setQuery({ dag: event.target.value })}>
      <option value="">All DAGs</option>${(dags.data ?? (dag ? [{ id: dag }] : [])).map((/** @type {any} */ each) => html`<option key=${each.id} value=${each.id}>${each.id}</option>`)}</select></div>
    <${RunTable} query=${filter.toString()} empty=${html`<${NoRuns}>${chosen.length || dag
      ? html`<p><button onClick=${() => setQuery({ status: null, dag: null })}>Show all runs</button></p>`
      : html`<p>Start one on the page of a DAG, or with <code>tidemill run DAG</code>.</p>`}<//>`} />`;
}
