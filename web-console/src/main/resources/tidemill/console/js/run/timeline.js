// @ts-check
/** When each task of a run was ready, ran and ended. */
import { html } from 'htm/preact';
import { clock, duration, millis, now } from '../format.js';
import { setQuery } from '../route.js';
import { Icon, look } from '../state.js';
import { criticalPath, spent } from './graph.js';

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000, 604_800_000];
const TICKS = 8;

/** @param {{run: any, tasks: any[], chosen?: string | null}} props */
export function Timeline({ run, tasks, chosen }) {
  const begun = tasks.filter(task => task.readyAt || task.startedAt);
  const start = Math.min(millis(run.startedAt ?? run.createdAt), ...begun.map(task => millis(task.readyAt ?? task.startedAt)));
  const end = Math.max(start + 1, run.endedAt ? millis(run.endedAt) : now.value, ...begun.map(task => task.endedAt ? millis(task.endedAt) : start));
  const at = (/** @type {any} */ instant) => 100 * (millis(instant) - start) / (end - start);
  const step = STEPS.find(each => (end - start) / each <= TICKS) ?? (end - start);
  const ticks = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => i * step);
  const critical = criticalPath(tasks);
  const rows = [...begun].sort((a, b) => millis(a.startedAt ?? a.readyAt) - millis(b.startedAt ?? b.readyAt));
  const rest = tasks.length - begun.length;
  return html`<div class="timeline"><div class="lane axis"><span />
      <div class="track">${ticks.map(tick => html`<span key=${tick} class="tick" style=${{ left: 100 * tick / (end - start) + '%' }}>${tick === 0 ? clock(start) : '+' + duration(tick)}</span>`)}</div></div>
    ${rows.map(task => {
      const ready = task.readyAt ?? task.startedAt;
      const started = task.startedAt;
      const until = task.endedAt ?? (started ? end : null);
      const inside = started && at(until) > 86 && at(until) - at(started) > 12;
      return html`<div key=${task.id} class="lane ${task.id === chosen ? 'chosen' : ''}"><button class="lane-name" onClick=${() => setQuery({ task: task.id, shard: null, attempt: null })} title=${task.id}><${Icon} state=${task.state} /><span>${task.id}</span>${task.shards ? html`<span class="faint">×${task.shards.all}</span>` : null}</button>
        <div class="track">${ticks.map(tick => html`<i key=${tick} class="grid-line" style=${{ left: 100 * tick / (end - start) + '%' }} />`)}
          <i class="waited" title=${started ? 'waited ' + duration(millis(started) - millis(ready)) + ' for a slot' : 'waits for a slot'} style=${{ left: at(ready) + '%', width: Math.max(0, (started ? at(started) : 100) - at(ready)) + '%' }} />
          ${started ? html`<i class="ran ${look(task.state).tone} ${critical.has(task.id) ? 'critical' : ''}" title=${`${task.id}: ${look(task.state).word}, ${spent(task)}${critical.has(task.id) ? ', on the critical path' : ''}`}
            style=${{ left: at(started) + '%', width: Math.max(0.2, at(until) - at(started)) + '%' }} />
            <span class="ran-time ${inside ? 'inside' : ''}" style=${at(until) > 86 ? { right: (100 - (inside ? at(until) : at(started))) + '%' } : { left: at(until) + '%' }}>${spent(task)}</span>` : null}</div></div>`;
    })}
    ${rest ? html`<p class="calm muted">${rest} more ${rest === 1 ? 'task' : 'tasks'} ${run.endedAt ? 'ran nothing: skipped, joined or without their upstreams' : rest === 1 ? 'has not begun' : 'have not begun'}.</p>` : null}
    ${critical.size ? html`<p class="calm faint">Outlined: the critical path, what the time of the run hangs on.</p>` : null}</div>`;
}
