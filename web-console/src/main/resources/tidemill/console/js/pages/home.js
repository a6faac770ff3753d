// @ts-check
import { html } from 'htm/preact';
import { CALM, useData } from '../data.js';
import { count, counted, duration, millis, now, took } from '../format.js';
import { dagUrl, runUrl } from '../route.js';
import { RerunButton } from '../actions.js';
import { Ago, Command, Panel, Show, Took } from '../parts.js';
import { State } from '../state.js';

const DAY = 86_400_000;

/** A bar of how far a run is. @param {{run: any}} props */
export const Bar = ({ run }) => html`<span class="progress" title=${`${run.done} of ${run.tasks} tasks are over`}>
  <i style=${{ width: Math.round(100 * run.done / Math.max(1, run.tasks)) + '%' }} class=${run.failed ? 'bad' : ''} /></span>
  <span class="tnum muted">${count(run.done)} / ${count(run.tasks)}</span>`;

/** @param {{dags: any[], agents: any[]}} props */
function Attention({ dags, agents }) {
  const quarantined = dags.filter(each => each.dag.quarantine);
  const failed = dags.filter(each => each.last && each.last.status === 'FAILED')
    .sort((a, b) => millis(b.last.endedAt) - millis(a.last.endedAt));
  const away = agents.filter(agent => agent.state === 'AWAY');
  const late = dags.filter(each => each.last && !each.last.endedAt && each.usualMillis
    && took(each.last, now.value) > Math.max(30_000, 2 * each.usualMillis));
  const earlier = dags.flatMap(({ dag, last, runs }) => runs.filter((/** @type {any} */ run) => run.status === 'FAILED' && run.run !== last?.run && now.value - millis(run.begunAt) < DAY).map(() => dag.id));
  const total = quarantined.length + failed.length + away.length + late.length;
  return html`<${Panel} title="Needs attention" side=${total || null}>${total === 0
    ? html`<p class="calm"><${State} state="SUCCESS" word="All well" plain /> <span class="muted">Of no DAG the latest run has failed, and every agent is there.</span>${earlier.length
      ? html` <a class="link" href="/runs?status=FAILED">${counted(earlier.length, 'earlier run')} of ${counted(new Set(earlier).size, 'DAG')} failed within 24 hours</a>` : null}</p>`
    : html`<table class="list"><tbody>
      ${quarantined.map(({ dag }) => html`<tr key=${'q' + dag.id} data-row><td class="fit"><${State} state="QUARANTINED" /></td>
        <td class="fit"><a class="strong" href=${dagUrl(dag.id)}>${dag.id}</a></td><td class="wide clip" title=${dag.quarantine.reason}>${dag.quarantine.reason}</td>
        <td class="fit num"><${Ago} at=${dag.quarantine.since} /></td><td class="fit num"><a class="button" href=${dagUrl(dag.id)}>Look…</a></td></tr>`)}
      ${failed.map(({ dag, last, headline }) => html`<tr key=${'f' + dag.id} data-row><td class="fit"><${State} state="FAILED" /></td>
        <td class="fit"><a class="strong" href=${runUrl(dag.id, last.run)}>${dag.id}/${last.run}</a></td><td class="wide clip" title=${headline ?? ''}>${headline ?? ''}</td>
        <td class="fit num"><${Ago} at=${last.endedAt} /></td><td class="fit num"><${RerunButton} dag=${dag.id} run=${last.run} label="Re-run failed…" /></td></tr>`)}
      ${late.map(({ dag, last, usualMillis }) => html`<tr key=${'l' + dag.id} data-row><td class="fit"><${State} state="RETRY_WAIT" word="Slow" /></td>
        <td class="fit"><a class="strong" href=${runUrl(dag.id, last.run)}>${dag.id}/${last.run}</a></td><td class="wide">runs for <${Took} run=${last} />, usually ${duration(usualMillis)}</td>
        <td class="fit" /><td class="fit num"><a class="button" href=${runUrl(dag.id, last.run)}>Why…</a></td></tr>`)}
      ${away.map(agent => html`<tr key=${'a' + agent.name} data-row><td class="fit"><${State} state="AWAY" /></td>
        <td class="fit"><a class="strong" href="/agents">${agent.name}</a></td><td class="wide">agent without a session; ${counted(agent.slots, 'slot')} missing</td>
        <td class="fit num"><${Ago} at=${agent.lastHeard} /></td><td class="fit num"><a class="button" href="/agents">Look…</a></td></tr>`)}
    </tbody></table>`}<//>`;
}

/** @param {{overview: any, agents: any[]}} props */
function Running({ overview, agents }) {
  const usual = new Map(overview.dags.map((/** @type {any} */ each) => [each.dag.id, each.usualMillis]));
  const slots = agents.reduce((sum, agent) => sum + agent.slots, 0);
  const busy = agents.reduce((sum, agent) => sum + agent.busy, 0);
  return html`<${Panel} title="Running" side=${(overview.moreActive ? 'more than ' : '') + counted(overview.active.length, 'run') + ` · ${busy} of ${count(slots)} slots`}>${overview.active.length
    ? html`<table class="list"><thead><tr><th>Run</th><th>Progress</th><th class="num">For</th><th class="num">Usually</th></tr></thead>
      <tbody>${overview.active.map((/** @type {any} */ run) => html`<tr key=${run.dag + '/' + run.run} data-row>
        <td><${State} state=${run.status} plain word="" /> <a class="strong" href=${runUrl(run.dag, run.run)}>${run.dag}/${run.run}</a>${run.standing ? html` <span class="bad-text">${run.standing}</span>` : null}</td>
        <td><${Bar} run=${run} /></td><td class="num"><${Took} run=${run} /></td><td class="num muted">${duration(usual.get(run.dag))}</td></tr>`)}</tbody></table>`
    : html`<p class="calm muted">Nothing runs now.</p>`}<//>`;
}

/** @param {{dags: any[]}} props */
function Latest({ dags }) {
  const latest = dags.flatMap(({ dag, runs }) => runs.filter((/** @type {any} */ run) => run.tookMillis !== null)
    .map((/** @type {any} */ run) => ({ ...run, dag: dag.id, endedAt: millis(run.begunAt) + run.tookMillis })))
    .sort((a, b) => b.endedAt - a.endedAt).slice(0, 12);
  return html`<${Panel} title="Last ended" side=${html`<a class="link" href="/runs">all runs</a>`}><table class="list"><tbody>
    ${latest.map(run => html`<tr key=${run.dag + '/' + run.run} data-row><td class="fit"><${State} state=${run.status} plain /></td>
      <td class="clip"><a class="strong" href=${runUrl(run.dag, run.run)}>${run.dag}/${run.run}</a></td><td class="fit num tnum">${duration(run.tookMillis)}</td>
      <td class="fit num muted"><${Ago} at=${run.endedAt} /></td></tr>`)}</tbody></table><//>`;
}

/** @param {{dags: any[]}} props */
function Today({ dags }) {
  const recent = dags.flatMap(each => each.runs).filter(run => now.value - millis(run.begunAt) < DAY);
  const of = (/** @type {string} */ status) => recent.filter(run => run.status === status).length;
  return html`<div class="figures"><a href="/dags"><b>${count(dags.length)}</b> DAGs</a>
    <a href="/runs?status=RUNNING"><b>${count(of('RUNNING'))}</b> running</a>
    <a href="/runs?status=SUCCESS"><b>${count(of('SUCCESS'))}</b> succeeded</a>
    <a href="/runs?status=FAILED" class=${of('FAILED') ? 'bad-text' : ''}><b>${count(of('FAILED'))}</b> failed</a>
    <span class="faint">begun within 24 hours, of the last 15 runs of each DAG</span></div>`;
}

/** @param {{dags: any[]}} props */
function FirstSteps({ dags }) {
  const steps = [
    { done: true, name: 'The server runs', text: html`<p>You are looking at it.</p>` },
    { done: dags.length > 0, name: 'Deploy a DAG', text: html`<p>With <code>tidemill dev</code>, save this as <code>dags/Hello.java</code>: saving it deploys it. Against a server, run <code>tidemill deploy Hello.java</code>.</p><${Sample} />` },
    { done: dags.some(each => each.last), name: 'Start a run', text: html`<p>Press Trigger on the page of the DAG, or run</p><${Command} text=${'tidemill run ' + (dags[0]?.dag.id ?? 'hello')} />` },
  ];
  const at = steps.findIndex(step => !step.done);
  return html`<${Panel} title="First steps" side=${`${steps.filter(step => step.done).length} of ${steps.length}`} class="steps"><ol>
    ${steps.map((step, i) => html`<li class=${step.done ? 'done' : i === at ? 'next' : ''}><${State} state=${step.done ? 'SUCCESS' : 'WAITING'} word=${step.name} plain />${i === at ? step.text : null}</li>`)}</ol><//>`;
}

const SAMPLE = `import module java.base;
import io.tidemill.dsl.*;

Dag<NoParams> dag() {
  return Dag.define("hello", d -> {
    var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of("Ada", "Grace"));
    d.task("greet").needs(names).exec((ctx, all) -> all.forEach(name -> System.out.println("Hello " + name)));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}`;

const Sample = () => html`<div class="sample"><pre class="json">${SAMPLE}</pre><${Command} text=${SAMPLE} /></div>`;

/** What needs attention, and what runs. */
export function Home() {
  const loaded = useData('/overview', change => change.kind === 'run', CALM);
  const agents = useData('/agents', change => change.kind === 'run', CALM);
  return html`<div class="head"><h1>Now</h1></div><${Show} loaded=${loaded}>${(/** @type {any} */ overview) => {
    const all = agents.data ?? [];
    if (!overview.dags.some((/** @type {any} */ each) => each.last)) {
      return html`<${FirstSteps} dags=${overview.dags} />`;
    }
    return html`<${Today} dags=${overview.dags} /><${Attention} dags=${overview.dags} agents=${all} />
      <div class="cols"><${Running} overview=${overview} agents=${all} /><${Latest} dags=${overview.dags} /></div>`;
  }}<//>`;
}

