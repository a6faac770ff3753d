// @ts-check
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { ask } from '../api.js';
import { Act } from '../caller.js';
import { useConstant, useData } from '../data.js';
import { counted } from '../format.js';
import { route, withQuery } from '../route.js';
import { TriggerButton } from '../actions.js';
import { Grid } from '../dag/grid.js';
import { Ago, Empty, ErrorBox, Fact, Panel, Show, Tabs } from '../parts.js';
import { Backfills } from '../dag/backfills.js';
import { Versions } from '../dag/versions.js';
import { Waits } from '../dag/waits.js';
import { Graph } from '../run/graph.js';
import { RunTable } from '../runtable.js';
import { DagSchedule } from './schedule.js';

/** @param {{dag: any, reload: () => void}} props */
function Quarantine({ dag, reload }) {
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const resume = () => ask('/dags/' + encodeURIComponent(dag.id) + '/resume', { method: 'POST' }).then(reload, setError);
  return html`<div class="error-box" role="alert"><div class="prose"><p><b>Quarantined <${Ago} at=${dag.quarantine.since} />: its runs stand still.</b></p><p>${dag.quarantine.reason}</p>
    ${error ? html`<p>${error.message}</p>` : null}</div><div class="error-foot"><${Act} onClick=${resume}>Let it go on<//></div></div>`;
}

/** @param {{dag: any}} props */
function About({ dag }) {
  return html`<div class="cols">${dag.params.length ? html`<${Panel} title="Parameters" side=${dag.params.length}><table class="list"><thead><tr><th>Name</th><th>Type</th><th>Default</th><th>Meaning</th></tr></thead>
    <tbody>${dag.params.map((/** @type {any} */ param) => html`<tr key=${param.name}><td><b>${param.name}</b></td><td class="mono">${param.type}</td><td class="mono">${param.byDefault ?? html`<span class="faint">required</span>`}</td><td class="wrap">${param.doc}</td></tr>`)}</tbody></table><//>`
    : html`<${Panel} title="Parameters"><p class="calm muted">It takes none.</p><//>`}
    <${Panel} title="About"><div class="calm prose">${dag.doc ? html`<p class="pre">${dag.doc}</p>` : html`<p class="muted">Nothing was written about it; <code>d.doc("…")</code> in the DAG says what it is for.</p>`}</div><//></div>`;
}

/** @param {{dag: any}} props */
function DagGraph({ dag }) {
  const graph = useConstant('/dags/' + encodeURIComponent(dag.id) + '/versions/' + dag.version + '/graph');
  return graph.error ? html`<${ErrorBox} error=${graph.error} />` : graph.data ? html`<div class="stage alone"><${Graph} graph=${graph.data} tasks=${[]} /></div>` : null;
}

/** One DAG. @param {{dag: string}} props */
export function DagPage({ dag: id }) {
  const loaded = useData('/dags/' + encodeURIComponent(id), change => change.dag === id);
  const { query } = route.value;
  const tab = query.get('tab') ?? 'runs';
  const tabs = [['runs', 'Runs'], ['grid', 'Grid'], ['schedule', 'Schedule'], ['backfills', 'Backfills'], ['graph', 'Graph'], ['versions', 'Versions'], ['about', 'Parameters & about']]
    .map(([name, label]) => ({ id: name, label, href: withQuery({ tab: name === 'runs' ? null : name, trigger: null, backfill: null }) }));
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ dag) => html`<div class="head"><div><h1>${dag.id}</h1>
      ${dag.doc ? html`<p class="muted prose one-line">${dag.doc.split('\n')[0]}</p>` : null}
      <div class="facts"><${Fact} name="version">${dag.version}<//><${Fact} name="has">${counted(dag.tasks, 'task')}<//>
        ${dag.schedule ? html`<${Fact} name="schedule"><code>${dag.schedule}</code><//>` : html`<${Fact} name="starts">by hand<//>`}
        ${dag.owner ? html`<${Fact} name="owner">${dag.owner}<//>` : null}${dag.tags.map((/** @type {string} */ tag) => html`<a class="tag" href=${'/dags?q=' + encodeURIComponent('tag:' + tag)}>${tag}</a>`)}</div></div>
      <span class="grow" /><${TriggerButton} dag=${dag} primary open=${query.get('trigger') === '1'} /></div>
    ${dag.quarantine ? html`<${Quarantine} dag=${dag} reload=${loaded.reload} />` : null}
    <${Tabs} tabs=${tabs} chosen=${tab} />
    ${tab === 'versions' ? html`<${Versions} dag=${id} />` : tab === 'about' ? html`<${About} dag=${dag} />`
      : tab === 'grid' ? html`<${Grid} key=${id} dag=${id} />`
      : tab === 'schedule' ? html`<${Waits} dag=${id} /><${DagSchedule} dag=${id} />`
      : tab === 'backfills' ? html`<${Backfills} dag=${dag} />`
      : tab === 'graph' ? html`<${DagGraph} dag=${dag} />`
      : html`<${RunTable} dag=${id} query=${new URLSearchParams({ dag: id, limit: '50' }).toString()}
          empty=${html`<${Empty} title="It never ran"><p>Press Trigger, or run <code>tidemill run ${id}</code>.</p><//>`} />`}`}<//>`;
}

