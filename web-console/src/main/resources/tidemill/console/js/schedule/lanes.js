// @ts-check
/** The slots to come on an axis of time, a lane a schedule. */
import { html } from 'htm/preact';
import { useData } from '../data.js';
import { counted, everyZone, exact, millis, now } from '../format.js';
import { dagUrl } from '../route.js';
import { Ago, Panel, Show } from '../parts.js';
import { Paused } from './pauses.js';

/** Slots that stand closer than this, in parts of the axis, are drawn as one band. */
const DENSE = 0.004;
const MARKS = 6;

/** @param {{lane: any, from: number, to: number}} props */
function Track({ lane, from, to }) {
  const place = (/** @type {any} */ at) => (millis(at) - from) / (to - from);
  const dense = lane.count * DENSE > 1 || lane.count > lane.slots.length;
  const marks = dense ? [] : lane.slots;
  const words = counted(lane.count, 'slot') + (lane.slots.length ? ', next ' + everyZone(lane.slots[0].time) : '');
  return html`<div class="slot-track ${lane.pauses.length ? 'off' : ''}" role="img" aria-label=${words} title=${words}>
    ${dense ? html`<i class="band" style=${{ left: 100 * place(lane.slots[0].time) + '%' }} />` : null}
    ${marks.map((/** @type {any} */ slot) => html`<i key=${slot.time} class=${slot.skipped ? 'skipped' : ''} style=${{ left: 100 * place(slot.time) + '%' }}
      title=${slot.local + (slot.skipped ? ' skipped: quiet window' : '') + '\n' + everyZone(slot.time)} />`)}</div>`;
}

/** @param {{from: number, to: number}} props */
function Axis({ from, to }) {
  const marks = Array.from({ length: MARKS }, (_, i) => from + (to - from) * i / MARKS);
  return html`<div class="slot-lane slot-axis" aria-hidden="true"><span /><div class="slot-track">${marks.map(at => html`<b key=${at} style=${{ left: 100 * (at - from) / (to - from) + '%' }}>${exact(at).slice(11, 16)}</b>`)}</div><span /></div>`;
}

/** @param {{dag?: string, dags?: Set<string>, hours: number}} props dags: show only these */
export function Lanes({ dag, dags, hours }) {
  const loaded = useData('/schedules/upcoming?' + new URLSearchParams({ hours: String(hours), ...dag ? { dag } : {} }), change => change.kind === 'run', 5_000);
  return html`<${Show} loaded=${loaded} rows=${3}>${(/** @type {any} */ view) => {
    const from = millis(view.from);
    const to = millis(view.to);
    const lanes = dags ? view.lanes.filter((/** @type {any} */ lane) => dags.has(lane.dag)) : view.lanes;
    return html`<${Panel} title=${'Next ' + (hours < 72 ? hours + ' hours' : hours / 24 + ' days')} side=${counted(lanes.reduce((/** @type {number} */ sum, /** @type {any} */ lane) => sum + lane.count, 0), 'slot')} class="slot-lanes">
      ${lanes.length ? html`<${Axis} from=${from} to=${to} />` : html`<p class="calm muted">No slot is due in this time.</p>`}
      ${lanes.map((/** @type {any} */ lane) => html`<div class="slot-lane" key=${lane.dag + '/' + lane.name} data-row><span class="slot-lane-name"><a class="strong" href=${dagUrl(lane.dag)}>${lane.dag}</a>
          ${lane.name === 'default' ? null : html`<span class="muted">${lane.name}</span>`}<${Paused} pauses=${lane.pauses} /></span>
        <${Track} lane=${lane} from=${from} to=${to} /><span class="muted tnum slot-lane-next">${lane.slots.length && !lane.pauses.length ? html`<${Ago} at=${Math.max(millis(lane.slots[0].time), now.value)} />` : null}</span></div>`)}
      ${view.more ? html`<p class="calm muted">There are more schedules; choose a DAG.</p>` : null}<//>`;
  }}<//>`;
}
