// @ts-check
import { html } from 'htm/preact';
import { CALM, useData } from '../data.js';
import { counted, duration } from '../format.js';
import { Ago, Show } from '../parts.js';

/** The share of a scheduler, as a bar. @param {{owned: number, all: number}} props */
const Share = ({ owned, all }) => html`<meter min="0" max=${all} value=${owned} aria-label=${`${owned} of ${all} partitions`} /> <span class="tnum">${owned} / ${all}</span>`;

/** How far a clock is from that of the database. @param {number} millis */
const clock = millis => Math.abs(millis) < 1_000 ? 'in step' : duration(Math.abs(millis)) + (millis > 0 ? ' ahead' : ' behind');

/** The schedulers of the database. */
export function Cluster() {
  const loaded = useData('/cluster', undefined, CALM);
  return html`<div class="head"><h1>Cluster</h1></div><${Show} loaded=${loaded}>${(/** @type {any} */ cluster) => html`
    <p class="muted">${counted(cluster.schedulers.length, 'scheduler')} on this database${cluster.schedulers.length > 1 ? '; each answers for all DAGs' : '; start `tidemill server` with the same PostgreSQL database elsewhere, and they share the DAGs'}</p>
    ${cluster.unowned ? html`<p class="warning" role="status">${counted(cluster.unowned, 'partition')} without an owner now: the DAGs there stand still until a scheduler takes them, within some ten seconds.</p>` : null}
    <section class="panel"><table class="list"><thead><tr><th>Scheduler</th><th>Host</th><th>DAG partitions</th><th>Agents connect to</th><th class="num">Clock</th><th class="num">Started</th></tr></thead>
      <tbody>${cluster.schedulers.map((/** @type {any} */ each) => html`<tr key=${each.name} data-row><td class="fit mono">${each.name}${each.name === cluster.self ? html` <span class="tag">answers you</span>` : null}${each.exclusive ? html` <span class="tag">shares with no other</span>` : null}</td>
        <td class="fit">${each.host}</td><td class="fit"><${Share} owned=${each.partitions} all=${cluster.partitions} /></td><td class="mono">${each.agents ?? ''}</td>
        <td class="num muted">${clock(each.clockOffsetMillis)}</td><td class="num muted"><${Ago} at=${each.started} /></td></tr>`)}
      ${cluster.gone.map((/** @type {any} */ each) => html`<tr key=${each.name} data-row><td class="fit mono muted">${each.name}</td><td class="fit muted">${each.host}</td><td class="muted" colspan="3">gone; others have taken what it owned</td><td class="num muted"><${Ago} at=${each.started} /></td></tr>`)}</tbody></table></section>`}<//>`;
}
