// @ts-check
/** A list of runs, newest first, part by part. */
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from './api.js';
import { useData } from './data.js';
import { duration, took } from './format.js';
import { runUrl } from './route.js';
import { Ago, Empty, ErrorBox, Show, Took } from './parts.js';
import { isFailed, State } from './state.js';

/** @param {{run: any, longest: number, withDag: boolean}} props */
function Row({ run, longest, withDag }) {
  const width = run.endedAt ? Math.max(2, Math.round(100 * Math.sqrt(took(run, 0) / longest))) : 0;
  return html`<tr data-row><td class="fit"><a class="strong" href=${runUrl(run.dag, run.run)}>${withDag ? run.dag + '/' + run.run : run.run}</a></td>
    <td class="fit"><${State} state=${run.status} /></td>
    <td class="wide clip ${isFailed(run.status) ? 'bad-text' : 'muted'}" title=${run.cause ?? ''}>${run.standing ?? run.cause ?? ''}</td>
    <td class="fit num tnum">${run.done} / ${run.tasks}</td>
    <td class="took"><span class="took-bar"><i class=${isFailed(run.status) ? 'bad' : ''} style=${{ width: width + '%' }} /></span><${Took} run=${run} /></td>
    <td class="fit muted clip key" title=${run.trigger.kind + ' ' + run.trigger.origin}>${run.trigger.kind}${run.trigger.origin ? ' · ' + run.trigger.origin : ''}</td>
    <td class="fit num muted">${run.version}</td><td class="fit num muted"><${Ago} at=${run.createdAt} /></td></tr>`;
}

/** @param {{query: string, dag?: string, empty: any}} props query: what the list is filtered by, without a cursor */
export function RunTable({ query, dag, empty }) {
  const loaded = useData('/runs?' + query, change => change.kind === 'run' && (!dag || change.dag === dag));
  const [more, setMore] = useState(/** @type {{query: string, runs: any[], next: string | null}} */ ({ query, runs: [], next: null }));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  useEffect(() => { setMore({ query, runs: [], next: null }); setError(null); }, [query]);
  const load = (/** @type {string} */ cursor) => ask('/runs?' + query + '&cursor=' + encodeURIComponent(cursor)).then(
      page => setMore(old => ({ query, runs: [...old.runs, ...page.runs], next: page.next ?? '' })), setError);
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ page) => {
    const later = more.query === query ? more.runs : [];
    const first = new Set(later.map(run => run.dag + '/' + run.run));
    const runs = [...page.runs.filter((/** @type {any} */ run) => !first.has(run.dag + '/' + run.run)), ...later];
    const next = later.length ? more.next : page.next;
    if (!runs.length) {
      return empty;
    }
    const longest = Math.max(1, ...runs.filter(run => run.endedAt).map(run => took(run, 0)));
    return html`<section class="panel"><table class="list runs"><thead><tr><th>Run</th><th>State</th><th>Cause</th><th class="num">Tasks</th><th title=${'the longest here took ' + duration(longest)}>Took</th><th>Trigger</th><th class="num">Version</th><th class="num">Created</th></tr></thead>
      <tbody>${runs.map(run => html`<${Row} key=${run.dag + '/' + run.run} run=${run} longest=${longest} withDag=${!dag} />`)}</tbody></table>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
      ${next ? html`<div class="more"><button onClick=${() => load(next)}>Show older runs</button></div>` : null}</section>`;
  }}<//>`;
}

/** What stands where no run fits. @param {{children?: any}} props */
export const NoRuns = ({ children }) => html`<${Empty} title="No run fits">${children}<//>`;
