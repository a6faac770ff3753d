// @ts-check
/** The tasks of a run as a table. */
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { bytes, count, duration, millis } from '../format.js';
import { route, setQuery, withQuery } from '../route.js';
import { look, State } from '../state.js';
import { spent } from './graph.js';

const waited = (/** @type {any} */ task) => task.readyAt && task.startedAt ? millis(task.startedAt) - millis(task.readyAt) : null;
const lasted = (/** @type {any} */ task) => task.startedAt && task.endedAt ? millis(task.endedAt) - millis(task.startedAt) : -1;
const ORDERS = /** @type {Record<string, (task: any) => any>} */ ({
  task: task => task.id, state: task => look(task.state).word, attempts: task => -task.attempt, waited: task => -(waited(task) ?? -1),
  took: task => -lasted(task), cpu: task => -(task.cpuMicros ?? -1), memory: task => -(task.peakBytes ?? -1), agent: task => task.agent ?? '',
});

/** Shards of a task as a bar. @param {{shards: any}} props */
export const ShardBar = ({ shards }) => html`<span class="progress" title=${`${count(shards.done)} done, ${count(shards.failed)} failed of ${count(shards.all)}`}><i style=${{ width: 100 * shards.done / Math.max(1, shards.all) + '%' }} /><i class="bad" style=${{ width: 100 * shards.failed / Math.max(1, shards.all) + '%' }} /></span>
  <span class="tnum muted">${count(shards.done)}${shards.failed ? html` + <b class="bad-text">${count(shards.failed)} failed</b>` : null} / ${count(shards.all)}</span>`;

/** @param {{tasks: any[], chosen?: string | null}} props */
export function Tasks({ tasks, chosen }) {
  const [text, setText] = useState('');
  const order = route.value.query.get('sort') ?? '';
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = tasks.filter(task => words.every(word => (task.id + ' ' + look(task.state).word + ' ' + (task.agent ?? '')).toLowerCase().includes(word)));
  if (ORDERS[order]) {
    shown.sort((a, b) => {
      const [x, y] = [ORDERS[order](a), ORDERS[order](b)];
      return x < y ? -1 : x > y ? 1 : 0;
    });
  }
  const head = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ kind = '') => html`<th class=${kind} aria-sort=${order === name ? 'ascending' : undefined}><a class=${order === name ? 'sorted' : ''} href=${withQuery({ sort: order === name ? null : name })}>${label}${order === name ? ' ↓' : ''}</a></th>`;
  return html`<div class="tasks">${tasks.length > 8 ? html`<div class="tools"><input data-search class="filter" type="search" aria-label="Filter tasks" placeholder=${`Filter ${count(tasks.length)} tasks`} value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)} /></div>` : null}
    <table class="list"><thead><tr>${head('task', 'Task')}${head('state', 'State')}<th>Shards</th>${head('attempts', 'Attempts', 'num')}${head('waited', 'Waited', 'num')}${head('took', 'Took', 'num')}${head('cpu', 'CPU', 'num')}${head('memory', 'Memory', 'num')}${head('agent', 'Agent')}</tr></thead>
    <tbody>${shown.map(task => html`<tr key=${task.id} data-row class=${task.id === chosen ? 'chosen' : ''} onClick=${(/** @type {MouseEvent} */ event) => /** @type {Element} */ (event.target).closest('a') || setQuery({ task: task.id, shard: null, attempt: null })}>
      <td><a class="strong" href=${withQuery({ task: task.id, shard: null, attempt: null })}>${task.id}</a></td><td class="fit"><${State} state=${task.state} plain /></td>
      <td>${task.shards ? html`<${ShardBar} shards=${task.shards} />` : null}</td><td class="num">${task.attempt || ''}</td><td class="num muted">${duration(waited(task))}</td>
      <td class="num">${spent(task)}</td><td class="num muted">${task.cpuMicros === null ? '' : duration(task.cpuMicros / 1_000)}</td><td class="num muted">${bytes(task.peakBytes)}</td><td class="muted">${task.agent ?? ''}</td></tr>`)}</tbody></table></div>`;
}
