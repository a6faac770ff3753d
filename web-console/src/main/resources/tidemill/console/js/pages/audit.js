// @ts-check
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api.js';
import { useData } from '../data.js';
import { Ago, Command, Empty, ErrorBox, Show } from '../parts.js';
import { dagUrl, route, runUrl, setQuery, withQuery } from '../route.js';

/** What a change is about, as the first part of its verb. */
const RESOURCES = /** @type {[string, string][]} */ ([['runs', 'Runs'], ['schedules', 'Schedules'], ['backfills', 'Backfills'],
  ['versions', 'Versions'], ['dags', 'DAGs'], ['assets', 'Assets'], ['agents', 'Agents'], ['tokens', 'Join tokens'], ['accessTokens', 'Access tokens']]);
const SPANS = /** @type {[string, string, number][]} */ ([['', 'Any time', 0], ['1h', 'Last hour', 3_600_000], ['24h', 'Last 24 hours', 86_400_000], ['7d', 'Last 7 days', 604_800_000]]);

/** What a change is about. @param {{change: any}} props */
const About = ({ change }) => html`${change.dag === null ? null : change.run === null ? html`<a class="strong" href=${dagUrl(change.dag)}>${change.dag}</a>`
  : html`<a class="strong" href=${runUrl(change.dag, change.run)}>${change.dag}/${change.run}</a>`} ${change.subject}`;

/** @param {{change: any}} props */
const Row = ({ change }) => html`<tr data-row><td class="fit muted"><${Ago} at=${change.at} /></td>
  <td class="fit"><a href=${withQuery({ who: change.who })} title=${'caller ' + (change.caller || 'agent') + (change.address ? ' from ' + change.address : '')}>${change.who}</a></td>
  <td class="fit mono">${change.verb}</td><td class="fit"><${About} change=${change} /></td>
  <td class="wrap">${change.before ? html`<span class="muted">${change.before}</span>` : null}${change.before && change.after ? html`<span class="faint" aria-label="became"> → </span>` : null}${change.after}
    ${change.reason ? html`<span class="muted"> · ${change.reason}</span>` : null}</td></tr>`;

/** Who changed what. */
export function Audit() {
  const { query } = route.value;
  const at = (/** @type {string} */ name) => query.get(name) ?? '';
  const span = SPANS.find(each => each[0] === at('since')) ?? SPANS[0];
  // To the minute, so that the page does not ask for another list whenever it is drawn.
  const since = span[2] ? new Date(Math.floor((Date.now() - span[2]) / 60_000) * 60_000).toISOString() : '';
  const filter = new URLSearchParams(Object.entries({ who: at('who'), verb: at('verb'), dag: at('dag'), since }).filter(each => each[1]));
  filter.set('limit', '100');
  const path = '/audit?' + filter;
  const loaded = useData(path, change => change.kind === 'run', 5_000);
  const dags = useData('/dags');
  const [more, setMore] = useState(/** @type {{path: string, changes: any[], next: string | null}} */ ({ path, changes: [], next: null }));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  useEffect(() => { setMore({ path, changes: [], next: null }); setError(null); }, [path]);
  const load = (/** @type {string} */ cursor) => ask(path + '&cursor=' + encodeURIComponent(cursor)).then(
      page => setMore(old => ({ path, changes: [...old.changes, ...page.changes], next: page.next ?? '' })), setError);
  const choose = (/** @type {string} */ name) => (/** @type {any} */ event) => setQuery({ [name]: event.target.value.trim() });
  return html`<div class="head"><h1>Audit</h1><span class="grow" />
    <input data-search type="search" aria-label="Who" placeholder="Who" value=${at('who')} onChange=${choose('who')} />
    <select aria-label="What" value=${at('verb')} onChange=${choose('verb')}><option value="">Everything</option>${RESOURCES.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}</select>
    <select aria-label="DAG" value=${at('dag')} onChange=${choose('dag')}><option value="">All DAGs</option>${(dags.data ?? (at('dag') ? [{ id: at('dag') }] : [])).map((/** @type {any} */ each) => html`<option key=${each.id} value=${each.id}>${each.id}</option>`)}</select>
    <select aria-label="When" value=${span[0]} onChange=${choose('since')}>${SPANS.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}</select></div>
    <${Show} loaded=${loaded}>${(/** @type {any} */ page) => {
      const later = more.path === path ? more.changes : [];
      const known = new Set(later.map(change => change.number));
      const changes = [...page.changes.filter((/** @type {any} */ change) => !known.has(change.number)), ...later];
      const next = later.length ? more.next : page.next;
      if (!changes.length) {
        return html`<${Empty} title="No such change is recorded"><p>Whatever somebody starts, cancels, pauses, deploys or gives access to stands here, with who asked, from the commit on that made it.</p><${Command} text="tidemill audit" /><//>`;
      }
      return html`<section class="panel"><table class="list"><thead><tr><th>When</th><th>Who</th><th>Verb</th><th>What</th><th>Before → after</th></tr></thead>
        <tbody>${changes.map(change => html`<${Row} key=${change.number} change=${change} />`)}</tbody></table>
        ${error ? html`<${ErrorBox} error=${error} />` : null}
        ${next ? html`<div class="more"><button onClick=${() => load(next)}>Show older changes</button></div>` : null}</section>`;
    }}<//>`;
}
