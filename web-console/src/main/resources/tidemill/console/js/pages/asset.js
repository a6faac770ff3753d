// @ts-check
import { html } from 'htm/preact';
import { CALM, useData } from '../data.js';
import { counted } from '../format.js';
import { SendButton } from '../asset/send.js';
import { Source } from '../asset/source.js';
import { dagUrl, runUrl } from '../route.js';
import { Ago, Command, CopyButton, Empty, Exact, Fact, Menu, Panel, Show } from '../parts.js';
import { State } from '../state.js';

/** The runs that an event started, alone or with others. @param {{runs: any[], event: number}} props */
const Started = ({ runs, event }) => html`${runs.filter(run => run.first <= event && event <= run.last)
  .map(run => html`<a class="link" key=${run.dag + run.run} href=${runUrl(run.dag, run.run)}>${run.dag}/${run.run} <${State} state=${run.status} plain /></a> `)}`;

/** @param {{detail: any}} props */
function Events({ detail: { asset, runs } }) {
  return asset.newest.length ? html`<${Panel} title="Events" side=${asset.events > asset.newest.length ? `the newest ${asset.newest.length} of ${asset.events}` : asset.events}><table class="list"><thead><tr><th class="num">Event</th><th>At</th><th /><th>From</th><th>Note</th><th>Started</th></tr></thead>
    <tbody>${asset.newest.map((/** @type {any} */ event) => html`<tr key=${event.event} data-row><td class="fit num">#${event.event}</td><td class="fit"><${Exact} at=${event.at} /></td><td class="fit muted"><${Ago} at=${event.at} /></td>
      <td class="fit"><${Source} event=${event} /></td><td class="wrap">${event.note}</td><td><${Started} runs=${runs} event=${event.event} /></td></tr>`)}</tbody></table><//>`
    : html`<${Empty} title="It has had no event yet"><p>A task that produces it updates it when it succeeds. Something outside is told of with</p><${Command} text=${'tidemill asset ' + asset.asset + ' --event'} /><//>`;
}

/** One asset. @param {{asset: string}} props */
export function AssetPage({ asset: name }) {
  const path = '/assets/' + encodeURIComponent(name);
  const loaded = useData(path, change => change.kind === 'run', CALM);
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ detail) => {
    const { asset, consumers } = detail;
    return html`<div class="head"><div class="head-text"><h1>${asset.asset}</h1>
      <div class="facts"><${Fact} name="has">${counted(asset.events, 'event')}<//>${asset.newest.length ? html`<${Fact} name="last"><${Ago} at=${asset.newest[0].at} /><//>` : null}</div></div><span class="grow" />
      <div class="actions"><${SendButton} detail=${detail} reload=${loaded.reload} /><${Menu} label="⋯" title="More" class="ghost"><${CopyButton} class="" label="Copy as CLI" text=${'tidemill asset ' + asset.asset} />
        <${CopyButton} class="" label="Copy as API call" text=${`curl -H "Authorization: Bearer $(cat .tidemill/token)" ${location.origin}/api/v1${path}`} /><//></div></div>
      <div class="cols"><${Panel} title="Runs" side=${consumers.length || ''}>${consumers.length ? html`<table class="list"><thead><tr><th>DAG</th><th>Condition</th><th class="num">Waiting events</th><th>With the next event it</th></tr></thead>
        <tbody>${consumers.map((/** @type {any} */ each) => html`<tr key=${each.dag} data-row><td class="fit"><a class="strong" href=${dagUrl(each.dag) + '?tab=schedule'}>${each.dag}</a></td><td class="wrap muted">${each.condition}</td><td class="fit num">${each.events || ''}</td><td class="wrap">${each.next}</td></tr>`)}</tbody></table>`
        : html`<p class="calm muted">No DAG runs on it: <code>d.runOn(OnAssets.any(Asset.of("${asset.asset}")))</code> in a DAG changes that.</p>`}<//>
      <${Panel} title="Produced by" side=${asset.producers.length || ''}>${asset.producers.length ? html`<table class="list"><thead><tr><th>Task</th></tr></thead><tbody>${asset.producers.map((/** @type {string} */ task) => html`<tr key=${task} data-row><td><a class="strong" href=${dagUrl(task.slice(0, task.indexOf('/')))}>${task}</a></td></tr>`)}</tbody></table>`
        : html`<p class="calm muted">No task of a DAG; its events come from outside.</p>`}<//></div>
      <${Events} detail=${detail} />`;
  }}<//>`;
}
