// @ts-check
import { html } from 'htm/preact';
import { CALM, useData } from '../data.js';
import { counted, duration } from '../format.js';
import { Ago, Command, Empty, Panel, Show } from '../parts.js';
import { route, runUrl, withQuery } from '../route.js';
import { State } from '../state.js';

const MOST_DRAWN_SLOTS = 64;

/** The slots of an agent: taken ones filled. @param {{agent: any}} props */
function Slots({ agent }) {
  return html`<span class="slots" title=${`${agent.busy} of ${agent.slots} slots are taken`}>
    ${Array.from({ length: Math.min(MOST_DRAWN_SLOTS, agent.slots) }, (_, i) => html`<i class=${i < agent.busy ? 'busy' : ''} />`)}</span>
    <span class="tnum">${agent.busy} / ${agent.slots}</span>`;
}

/** What an agent has at the moment. @param {{name: string}} props */
function Work({ name }) {
  const loaded = useData('/overview/agents/' + encodeURIComponent(name), change => change.kind === 'run', CALM);
  return html`<${Panel} title=${'What ' + name + ' does'} side=${html`<a href=${withQuery({ agent: null })}>close</a>`}><${Show} loaded=${loaded} rows=${3}>${(/** @type {any} */ view) => view.work.length
    ? html`<table class="list"><thead><tr><th>Task</th><th>State</th><th class="num">Shards</th><th class="num">Attempt</th></tr></thead>
      <tbody>${view.work.map((/** @type {any} */ work, /** @type {number} */ i) => html`<tr key=${i} data-row><td><a class="strong" href=${runUrl(work.dag, work.run) + '?task=' + encodeURIComponent(work.task)}>${work.dag}/${work.run}/${work.task}</a></td>
        <td class="fit"><${State} state=${work.started ? 'RUNNING' : 'QUEUED'} word=${work.started ? 'Running' : 'Waits for a slot'} /></td><td class="fit num">${work.shards || ''}</td><td class="fit num">${work.attempt}</td></tr>`)}</tbody></table>
      ${view.more ? html`<p class="calm muted">and more</p>` : null}`
    : html`<p class="calm muted">It has nothing to do.</p>`}<//><//>`;
}

/** All agents. */
export function Agents() {
  const chosen = route.value.query.get('agent');
  const loaded = useData('/agents', change => change.kind === 'run', CALM);
  return html`<div class="head"><h1>Agents</h1></div><${Show} loaded=${loaded}>${(/** @type {any[]} */ agents) => {
    if (!agents.length) {
      return html`<${Empty} title="No agent is here: nothing can run"><p>On the machine of the server, make a join token:</p><${Command} text="tidemill token create" />
        <p>and on the machine that shall run tasks:</p><${Command} text="tidemill agent --server tidemill://HOST:PORT --token TOKEN" /><//>`;
    }
    const slots = agents.reduce((sum, agent) => sum + agent.slots, 0);
    const busy = agents.reduce((sum, agent) => sum + agent.busy, 0);
    return html`<p class="muted">${counted(agents.length, 'agent')} · ${busy} of ${slots} slots taken</p><section class="panel"><table class="list"><thead><tr><th>Agent</th><th>State</th><th>Slots</th><th>Labels</th><th>Queues</th><th class="num">Clock</th><th class="num">Heard</th></tr></thead>
      <tbody>${agents.map(agent => html`<tr key=${agent.name} data-row><td class="fit"><a class="strong" href=${withQuery({ agent: agent.name })}>${agent.name}</a>${agent.name === 'local' ? html` <span class="faint">in the server's process</span>` : null}</td>
        <td class="fit"><${State} state=${agent.state} />${agent.gaveBack ? html` <span class="muted">${agent.gaveBack}</span>` : null}</td><td><${Slots} agent=${agent} /></td>
        <td>${agent.labels.map((/** @type {string} */ label) => html`<span class="tag">${label}</span> `)}</td><td>${agent.queues.join(', ') || html`<span class="faint">default</span>`}</td>
        <td class="num muted">${agent.clockOffsetMillis === null ? '' : Math.abs(agent.clockOffsetMillis) < 1_000 ? 'in step' : duration(Math.abs(agent.clockOffsetMillis)) + (agent.clockOffsetMillis > 0 ? ' ahead' : ' behind')}</td>
        <td class="num muted"><${Ago} at=${agent.lastHeard} /></td></tr>`)}</tbody></table></section>${chosen ? html`<${Work} key=${chosen} name=${chosen} />` : null}`;
  }}<//>`;
}
