// @ts-check
/** Parameters of a run and results of its tasks. */
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { ask, taskPath } from '../api.js';
import { ErrorBox, Json, Panel } from '../parts.js';

/** The result of a task; a large one when it is asked for. @param {{run: any, task: any}} props */
export function Output({ run, task }) {
  const [loaded, setLoaded] = useState(/** @type {any} */ (undefined));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  if (error) {
    return html`<${ErrorBox} error=${error} />`;
  }
  if (task.output !== null || loaded !== undefined) {
    return html`<${Json} value=${task.output ?? loaded} />`;
  }
  return html`<button class="small" onClick=${() => ask(taskPath(run.dag, run.run, task.id) + '/output').then(setLoaded, setError)}>Show the result</button>`;
}

/** @param {{run: any, params: any, tasks: any[]}} props */
export function Values({ run, params, tasks }) {
  const results = tasks.filter(task => task.output !== null || task.stored);
  return html`<div class="cols even"><${Panel} title="Parameters">${Object.keys(params).length ? html`<table class="list"><tbody>${Object.entries(params).map(([name, value]) => html`<tr key=${name}><td class="fit"><b>${name}</b></td><td class="mono wrap">${typeof value === 'string' ? value : JSON.stringify(value)}</td></tr>`)}</tbody></table>` : html`<p class="calm muted">The run has no parameters.</p>`}<//>
    <${Panel} title="Results" side=${results.length || null}>${results.length ? html`<table class="list"><tbody>${results.map(task => html`<tr key=${task.id}><td class="fit high"><b>${task.id}</b></td><td class="wrap"><${Output} run=${run} task=${task} /></td></tr>`)}</tbody></table>` : html`<p class="calm muted">No task has a result${run.endedAt ? '' : ' yet'}.</p>`}<//></div>`;
}
