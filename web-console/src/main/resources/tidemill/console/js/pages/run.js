// @ts-check
import { html } from 'htm/preact';
import { runPath } from '../api.js';
import { useConstant, useData } from '../data.js';
import { counted, duration, millis } from '../format.js';
import { Source } from '../asset/source.js';
import { assetUrl, route, withQuery } from '../route.js';
import { CancelButton, RerunButton, TriggerButton } from '../actions.js';
import { CopyButton, ErrorBox, Exact, Fact, Menu, Show, Tabs, Took } from '../parts.js';
import { State } from '../state.js';
import { Drawer } from '../run/drawer.js';
import { Graph } from '../run/graph.js';
import { Logs } from '../run/log.js';
import { Tasks } from '../run/tasks.js';
import { Timeline } from '../run/timeline.js';
import { Values } from '../run/values.js';
import { Bar } from './home.js';

/** @param {{view: any}} props */
function Cause({ view }) {
  const { run, failure } = view;
  if (run.standing) {
    return html`<p class="cause">${run.standing}</p>`;
  }
  if (run.status !== 'FAILED') {
    return run.cause ? html`<p class="cause muted">${run.cause}</p>` : null;
  }
  const task = failure?.task ?? view.tasks.find((/** @type {any} */ each) => each.state === 'FAILED' || each.state === 'TIMED_OUT')?.id;
  return html`<p class="cause bad-text">${view.headline ?? run.cause ?? 'It failed.'}${task ? html` <a class="link" href=${withQuery({ task, shard: failure && failure.shardIndex >= 0 ? failure.shardIndex : null, attempt: null })}>Look at ${task}</a>` : null}</p>`;
}

const MINUTE = 60_000;

/** Whether a run began long after it was created: it waited, or was run again. @param {any} run */
const late = run => run.startedAt && millis(run.startedAt) - millis(run.createdAt) > MINUTE;

/** What started a run; of assets the events, with where the last of each comes from. @param {{run: any, updates: any[]}} props */
const By = ({ run, updates }) => updates.length ? html`${updates.map((each, i) => html`${i ? ', ' : ''}<a class="link" href=${assetUrl(each.asset)} title=${each.note}>${each.asset} #${each.first}${each.last === each.first ? '' : ' to #' + each.last}</a> <span class="muted">from <${Source} event=${each} /></span>`)}`
  : html`${run.trigger.kind}${run.trigger.origin ? html` <span class="muted">${run.trigger.origin}</span>` : null}`;

/** @param {{run: any, updates: any[], usualMillis: number | null}} props */
const Facts = ({ run, updates, usualMillis }) => html`<div class="facts">${late(run) ? html`<${Fact} name="created"><${Exact} at=${run.createdAt} /><//>` : null}
  <${Fact} name=${late(run) ? 'last began' : 'began'}><${Exact} at=${run.startedAt ?? run.createdAt} /><//>
  <${Fact} name=${run.endedAt ? 'took' : 'runs for'}><${Took} run=${run} />${usualMillis === null ? null : html` <span class="muted">(usually ${duration(usualMillis)})</span>`}<//>
  <${Fact} name="version"><a class="link" href=${'/dags/' + encodeURIComponent(run.dag) + '?tab=versions'}>${run.version}</a><//>
  <${Fact} name="by"><${By} run=${run} updates=${updates} /><//>
  ${run.key ? html`<${Fact} name="key"><code>${run.key}</code><//>` : null}</div>`;

/** @param {{view: any, dag: any}} props */
function Actions({ view, dag }) {
  const { run } = view;
  const redo = run.status === 'FAILED' || run.status === 'CANCELLED';
  return html`<div class="actions">${run.endedAt ? null : html`<${CancelButton} run=${run} />`}
    ${dag ? html`<${TriggerButton} dag=${dag} params=${view.params} label="Trigger again…" primary=${run.endedAt && !redo} />` : null}
    ${redo ? html`<${RerunButton} dag=${run.dag} run=${run.run} label=${run.status === 'FAILED' ? 'Re-run failed + downstream…' : 'Re-run cancelled…'} primary />` : null}
    <${Menu} label="⋯" title="More" class="ghost"><${CopyButton} class="" label="Copy as CLI" text=${`tidemill ps ${run.dag}/${run.run}`} />
      <${CopyButton} class="" label="Copy as API call" text=${`curl -H "Authorization: Bearer $(cat .tidemill/token)" ${location.origin}/api/v1${runPath(run.dag, run.run)}`} />
      <${CopyButton} class="" label="Copy the link" text=${location.href} /><//></div>`;
}

/** One run. @param {{dag: string, run: string}} props */
export function RunPage({ dag, run: number }) {
  const loaded = useData('/overview' + runPath(dag, number), change => change.kind === 'run' && change.dag === dag && change.run === Number(number));
  const known = useData('/dags/' + encodeURIComponent(dag));
  const version = loaded.data?.run.version;
  const graph = useConstant(version ? `/dags/${encodeURIComponent(dag)}/versions/${version}/graph` : null);
  const { query } = route.value;
  const tab = query.get('tab') ?? 'graph';
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ view) => {
    const { run, tasks } = view;
    const task = tasks.find((/** @type {any} */ each) => each.id === query.get('task'));
    const tabs = [['graph', 'Graph'], ['timeline', 'Timeline'], ['tasks', html`Tasks <span class="faint">${tasks.length}</span>`], ['log', 'Log'], ['values', 'Parameters & results']]
      .map(([id, label]) => ({ id: String(id), label, href: withQuery({ tab: id === 'graph' ? null : String(id) }) }));
    const shown = task && tab !== 'log' && tab !== 'values';
    return html`<div class="head"><div class="head-text"><h1>${run.dag}/${run.run} <${State} state=${run.status} /></h1><${Cause} view=${view} /><${Facts} run=${run} updates=${view.assetUpdates} usualMillis=${view.usualMillis} /></div>
      <${Actions} view=${view} dag=${known.data} /></div>
      ${run.endedAt ? null : html`<div class="run-progress"><${Bar} run=${run} /> <span class="muted">${counted(tasks.filter((/** @type {any} */ each) => each.state === 'RUNNING').length, 'task')} running</span></div>`}
      <${Tabs} tabs=${tabs} chosen=${tab} />
      ${tab === 'log' ? html`<div class="stage"><${Logs} run=${run} tasks=${tasks} /></div>` : tab === 'values' ? html`<${Values} run=${run} params=${view.params} tasks=${tasks} />`
        : html`<div class="stage ${shown ? 'split' : ''}"><div class="stage-main">
          ${tab === 'timeline' ? html`<${Timeline} run=${run} tasks=${tasks} chosen=${task?.id} />` : tab === 'tasks' ? html`<${Tasks} tasks=${tasks} chosen=${task?.id} />`
            : graph.error ? html`<${ErrorBox} error=${graph.error} />` : graph.data ? html`<${Graph} graph=${graph.data} tasks=${tasks} chosen=${task?.id} />` : html`<p class="nothing late">Laying the graph out…</p>`}</div>
          ${shown ? html`<${Drawer} key=${task.id} run=${run} task=${task} tasks=${tasks} />` : null}</div>`}`;
  }}<//>`;
}
