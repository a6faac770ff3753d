// @ts-check
/** Slots that were decided, newest first, part by part. */
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api.js';
import { useData } from '../data.js';
import { count } from '../format.js';
import { dagUrl, route, runUrl, setQuery } from '../route.js';
import { Ago, ErrorBox, Exact, Panel, Show } from '../parts.js';
import { BackfillButton } from '../dag/backfills.js';
import { Outcome } from './pauses.js';

const OUTCOMES = ['RUN', 'QUEUED', 'MISSED', 'SKIPPED'];
const WORDS = /** @type {Record<string, string>} */ ({ RUN: 'Run', QUEUED: 'Queued', MISSED: 'Missed', SKIPPED: 'Skipped' });

/** The end of a range whose last slot is at a time. @param {string} time */
const after = time => new Date(Date.parse(time) + 1_000).toISOString().replace('.000Z', 'Z');

/** @param {{dag?: string}} props */
export function Slots({ dag }) {
  const chosen = (route.value.query.get('outcome') ?? '').split(',').filter(each => OUTCOMES.includes(each));
  const query = new URLSearchParams([...chosen.map(each => ['outcome', each]), ...dag ? [['dag', dag]] : [], ['limit', '50']]).toString();
  const loaded = useData('/slots?' + query, change => change.kind === 'run' && (!dag || change.dag === dag), 1_000);
  const [more, setMore] = useState(/** @type {{query: string, slots: any[], next: string | null}} */ ({ query, slots: [], next: null }));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  useEffect(() => { setMore({ query, slots: [], next: null }); setError(null); }, [query]);
  const load = (/** @type {string} */ cursor) => ask('/slots?' + query + '&cursor=' + encodeURIComponent(cursor)).then(
      page => setMore(old => ({ query, slots: [...old.slots, ...page.slots], next: page.next ?? '' })), setError);
  const toggle = (/** @type {string} */ outcome) => setQuery({
    outcome: (chosen.includes(outcome) ? chosen.filter(each => each !== outcome) : [...chosen, outcome]).join(','),
  });
  const name = (/** @type {any} */ slot) => slot.dag + '/' + slot.schedule + '/' + slot.time;
  return html`<${Panel} title="Slots" side=${html`<span class="chips" role="group" aria-label="Outcomes">${OUTCOMES.map(outcome => html`<button key=${outcome} class="chip ${chosen.includes(outcome) ? 'on' : ''}"
      aria-pressed=${chosen.includes(outcome)} onClick=${() => toggle(outcome)}>${WORDS[outcome]}</button>`)}</span>`}><${Show} loaded=${loaded}>${(/** @type {any} */ page) => {
    const later = more.query === query ? more.slots : [];
    const known = new Set(later.map(name));
    const slots = [...page.slots.filter((/** @type {any} */ slot) => !known.has(name(slot))), ...later];
    const next = later.length ? more.next : page.next;
    if (!slots.length) {
      return html`<p class="calm muted">${chosen.length ? 'No slot has this outcome.' : 'No slot was due yet.'}</p>`;
    }
    return html`<table class="list"><thead><tr>${dag ? null : html`<th>DAG</th>`}<th>Schedule</th><th>Slot</th><th>Outcome</th><th>Run or reason</th><th class="num">Decided</th></tr></thead>
      <tbody>${slots.map(slot => html`<tr key=${name(slot)} data-row>${dag ? null : html`<td class="fit"><a class="strong" href=${dagUrl(slot.dag)}>${slot.dag}</a></td>`}<td class="fit muted">${slot.schedule}</td>
        <td class="fit"><${Exact} at=${slot.time} />${slot.count > 1 ? html` <span class="muted">to</span> <${Exact} at=${slot.last} /> <span class="muted">(${count(slot.count)})</span>` : null}</td>
        <td class="fit"><${Outcome} outcome=${slot.outcome} /></td>
        <td>${slot.run ? html`<a class="link" href=${runUrl(slot.dag, slot.run)}>${slot.dag}/${slot.run}</a>` : html`<span class="muted">${slot.why ?? 'waits for the run before it'}</span>`}
          ${slot.backfilled ? html` <span class="muted">· ${slot.count === 1 ? 'backfilled by ' : `${slot.backfilled.slots} of ${slot.count} backfilled, the last by `}<a class="link" href=${runUrl(slot.dag, slot.backfilled.run)}>${slot.dag}/${slot.backfilled.run}</a></span>` : null}
          ${slot.outcome === 'MISSED' || slot.outcome === 'SKIPPED' ? html` <${BackfillButton} dag=${{ id: slot.dag, params: [] }} schedule=${slot.schedule} from=${slot.time} to=${after(slot.last)} label="Backfill" small />` : null}</td>
        <td class="fit num muted"><${Ago} at=${slot.decidedAt} /></td></tr>`)}</tbody></table>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
      ${next ? html`<div class="more"><button onClick=${() => load(next)}>Show older slots</button></div>` : null}`;
  }}<//><//>`;
}
