// @ts-check
/** What is known of one task of a run: why it waits or failed, its attempts, shards, result and log. */
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { runPath, taskPath } from '../api.js';
import { useData } from '../data.js';
import { bytes, duration, simpleName } from '../format.js';
import { progress } from '../live.js';
import { route, setQuery, withQuery } from '../route.js';
import { MarkButton, RerunButton } from '../actions.js';
import { Ago, CopyButton, Exact, Fact } from '../parts.js';
import { isOver, look, State } from '../state.js';
import { spent } from './graph.js';
import { LogView } from './log.js';
import { Shards } from './shards.js';
import { Output } from './values.js';

const TITLES = /** @type {Record<string, string>} */ ({ UPSTREAM_FAILED: 'Why it did not run', SKIPPED: 'Why it was skipped', CANCELLED: 'Why it was cancelled' });
const NOTHING = /** @type {Record<string, string>} */ ({
  READY: 'It is ready; an agent takes it next.', SKIPPED: 'Its upstreams did not choose it.', CANCELLED: 'Its run was cancelled.', UPSTREAM_FAILED: 'What it needs did not succeed.',
});

/** States in which a task of a run that goes on may be marked: no agent has it. */
const MARKED = ['WAITING', 'READY', 'RETRY_WAIT', 'SUCCESS', 'FAILED', 'TIMED_OUT', 'SKIPPED', 'UPSTREAM_FAILED'];

/** What is in the way of a task, as the server finds it. @param {{task: any, run: any}} props */
function Why({ task, run }) {
  const asked = !isOver(task.state) || task.state in TITLES;
  const loaded = useData(asked ? runPath(run.dag, run.run) + '/why?task=' + encodeURIComponent(task.id) : null, change => change.dag === run.dag && change.run === run.run);
  const found = asked && loaded.data?.tasks[0];
  const why = found && (found.blockers.length || task.state !== 'RUNNING') ? found : null;
  return why ? html`<section class="why"><h3>${TITLES[task.state] ?? 'Why it waits'}</h3><ul>
    ${why.blockers.map((/** @type {any} */ each) => html`<li key=${each.text}>${each.task ? html`<a class="link" href=${withQuery({ task: each.task, shard: null, attempt: null })}>${each.task}</a>` : null}${each.text.slice((each.task ?? '').length)}${each.until ? html`, until <${Exact} at=${each.until} />` : null}</li>`)}
    ${why.blockers.length ? null : html`<li class="muted">${NOTHING[task.state] ?? 'Its upstreams are over; it starts next.'}</li>`}</ul></section>` : null;
}

/** @param {{failure: any, open?: boolean}} props */
function Failure({ failure, open }) {
  const [shown, setShown] = useState(Boolean(open));
  return html`<div class="failure"><div class="failure-head"><${State} state=${failure.kind} /><span class="muted">attempt ${failure.attempt}${failure.agent ? ' on ' + failure.agent : ''}</span><span class="grow" /><span class="faint"><${Ago} at=${failure.endedAt} /></span></div>
    <p class="failure-message"><b>${simpleName(failure.type)}</b>${failure.type && failure.message ? ': ' : ''}${failure.message} ${failure.place ? html`<span class="mono faint">${failure.place}</span>` : null}</p>
    ${failure.stack ? html`<div class="failure-foot"><button class="small" aria-expanded=${shown} onClick=${() => setShown(!shown)}>${shown ? 'Hide the stack' : 'Stack'}</button>${shown ? html`<${CopyButton} text=${failure.stack} label="Copy" />` : null}</div>${shown ? html`<pre class="stack">${failure.stack}</pre>` : null}` : null}</div>`;
}

/** @param {{run: any, task: any, shard: number}} props shard: its index, -1 for the task itself */
function Attempts({ run, task, shard }) {
  const failures = useData(taskPath(run.dag, run.run, task.id) + '/failures?shard=' + shard, change => change.kind === 'run' && change.dag === run.dag && change.run === run.run);
  const list = failures.data ?? [];
  const { query } = route.value;
  const last = Math.max(shard < 0 ? task.attempt : 1, ...list.map((/** @type {any} */ each) => each.attempt));
  const attempt = Math.min(last, Number(query.get('attempt')) || last);
  if (!last) {
    return null;
  }
  const failure = list.find((/** @type {any} */ each) => each.attempt === attempt);
  const running = !run.endedAt && !isOver(task.state);
  return html`<section><h3>Attempts</h3><div class="chips" role="group">${Array.from({ length: last }, (_, i) => i + 1).slice(-12).map(n => {
      const bad = list.find((/** @type {any} */ each) => each.attempt === n);
      return html`<a key=${n} class="chip ${n === attempt ? 'on' : ''}" aria-current=${n === attempt ? 'true' : undefined} href=${withQuery({ attempt: n === last ? null : n })}><${State} state=${bad ? bad.kind : shard < 0 && n === last ? task.state : running ? 'RUNNING' : 'SUCCESS'} word=${String(n)} plain /></a>`;
    })}</div>
    ${failure ? html`<${Failure} key=${attempt} failure=${failure} />` : null}
    <div class="log-head"><h3>Log of attempt ${attempt}</h3><a class="link" href=${withQuery({ tab: 'log', shard: shard < 0 ? null : shard, attempt })}>open</a></div>
    <${LogView} key=${task.id + shard + '.' + attempt} name=${task.id} running=${running && attempt === last} source=${{ dag: run.dag, run: run.run, task: task.id, shard, attempt }} /></section>`;
}

/** @param {{run: any, task: any, tasks: any[]}} props */
export function Drawer({ run, task, tasks }) {
  const shard = route.value.query.get('shard') === null ? -1 : Number(route.value.query.get('shard'));
  const index = tasks.indexOf(task);
  const told = progress.value[`${run.dag}/${run.run}/${index}/${shard}`];
  const sharded = task.kind === 'SHARDED';
  const chosen = sharded && shard >= 0;
  return html`<aside class="drawer" aria-label=${'Task ' + task.id}>
    <header><h2>${task.id}${chosen ? html`<span class="faint">[${shard}]</span>` : null}</h2><${State} state=${task.state} /><span class="grow" />
      <button class="ghost" data-escape aria-label="Close" title="Close (Esc)" onClick=${() => setQuery(shard >= 0 ? { shard: null, attempt: null } : { task: null, shard: null, attempt: null })}>✕</button></header>
    <div class="facts">${task.startedAt ? html`<${Fact} name="took">${spent(task)}<//>` : null}${task.attempt ? html`<${Fact} name="attempts">${task.attempt}<//>` : null}
      ${task.agent ? html`<${Fact} name="agent">${task.agent}<//>` : null}${task.cpuMicros !== null ? html`<${Fact} name="CPU">${duration(task.cpuMicros / 1_000)}<//>` : null}
      ${task.peakBytes !== null ? html`<${Fact} name="memory">${bytes(task.peakBytes)}<//>` : null}
      ${task.upstream.length ? html`<span class="fact"><span>after</span> ${task.upstream.slice(0, 6).map((/** @type {string} */ id) => html`<a class="link" href=${withQuery({ task: id, shard: null, attempt: null })}>${id}</a> `)}${task.upstream.length > 6 ? html`<span class="faint">and ${task.upstream.length - 6} more</span>` : null}</span>` : null}</div>
    ${told && !isOver(task.state) ? html`<div class="told"><progress value=${told.done} max=${told.total || undefined} /><span class="tnum">${told.done}${told.total ? ' / ' + told.total : ''}</span></div>` : null}
    <${Why} task=${task} run=${run} />
    ${sharded && task.shards ? html`<${Shards} run=${run} task=${task} chosen=${shard} />` : null}
    ${!sharded || chosen ? html`<${Attempts} run=${run} task=${task} shard=${shard} />` : null}
    ${task.output !== null || task.stored ? html`<section><h3>Result</h3><${Output} key=${task.id} run=${run} task=${task} /></section>` : null}
    ${!sharded && !run.endedAt && MARKED.includes(task.state) ? html`<footer><${MarkButton} run=${run} task=${task} /></footer>` : null}
    ${run.endedAt && look(task.state) ? html`<footer><${RerunButton} dag=${run.dag} run=${run.run} tasks=${[chosen ? `${task.id}[#${shard}]` : task.id]} label=${chosen ? 'Re-run this shard + downstream…' : 'Re-run this + downstream…'} />
      ${sharded ? null : html`<${MarkButton} run=${run} task=${task} />`}<${CopyButton} class="ghost" label="Copy as CLI" text=${`tidemill logs ${run.dag}/${run.run} ${task.id}`} /></footer>` : null}</aside>`;
}
