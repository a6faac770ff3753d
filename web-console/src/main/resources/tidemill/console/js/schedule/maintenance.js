// @ts-check
/** Maintenance windows: what is in maintenance and until when, and the dialog that sets one. */
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Act } from '../caller.js';
import { ensure } from '../api.js';
import { count, counted } from '../format.js';
import { dagUrl } from '../route.js';
import { Ago, CopyButton, Dialog, ErrorBox, Exact } from '../parts.js';
import { Outcome } from './pauses.js';

/** @typedef {{dag?: string, tag?: string, all?: boolean}} Target */

/** How people name what is in maintenance. @param {Target} target */
const named = target => target.dag ?? (target.tag ? 'the DAGs with tag ' + target.tag : 'all DAGs');

/** The same for the command line. @param {Target} target */
const typed = target => target.dag ?? (target.tag ? '--tag ' + target.tag : '--all');

/** @param {any} window */
const told = window => (window.scope === 'DAG' ? 'DAG ' + window.name : window.scope === 'TAG' ? 'Tag ' + window.name : 'All DAGs')
  + (window.active ? ' in maintenance' : ': maintenance planned') + (window.by ? ' by ' + window.by : '');

/** Maintenance windows of some schedules, each once, by their begin. @param {any[]} schedules */
export const windowsOf = schedules => [...new Map(schedules.flatMap(each => each.maintenance).map(window => [window.id, window])).values()]
  .sort((a, b) => a.from < b.from ? -1 : a.from > b.from ? 1 : 0);

/** A window with its way out. @param {{window: any, reload: () => void}} props */
export function MaintenanceBar({ window, reload }) {
  const [error, setError] = useState(/** @type {any} */ (null));
  const end = () => ensure('/schedules/maintenance/' + window.id + '/end', { by: 'console' }).then(reload, setError);
  return html`<div class="stale" role="status"><span><b>${told(window)}</b> ${window.active
    ? html`until <${Exact} at=${window.to} /> (<${Ago} at=${window.to} />): slots that are due wait for its end.`
    : html`from <${Exact} at=${window.from} /> (<${Ago} at=${window.from} />) to <${Exact} at=${window.to} />.`} ${window.reason}</span>
    <${Act} class="small" onClick=${end}>${window.active ? 'End now' : 'Call off'}<//>${error ? html`<${ErrorBox} error=${error} />` : null}</div>`;
}

/** An instant of a field for local time, empty for none. @param {string} local */
const instant = local => local ? new Date(local).toISOString() : '';

/** @param {{target: Target, reload: () => void}} props */
export function MaintenanceButton({ target, reload }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} onClick=${() => setShown(true)}>Maintenance…<//>
    ${shown ? html`<${MaintenanceDialog} target=${target} reload=${reload} close=${() => setShown(false)} />` : null}`;
}

/** @param {{target: Target, reload: () => void, close: () => void}} props */
function MaintenanceDialog({ target, reload, close }) {
  const [now] = useState(() => new Date().toISOString()); // one for plan and window, however often it is asked
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const change = (/** @type {(value: string) => void} */ set) => (/** @type {any} */ event) => {
    set(event.target.value);
    setPlan(null);
  };
  const ask = (/** @type {boolean} */ apply) => {
    setBusy(true);
    setError(null);
    return ensure('/schedules/maintenance', { ...target, from: instant(from) || now, to: instant(to), ...reason ? { reason } : {}, apply, by: 'console' })
      .then(apply ? () => { close(); reload(); } : setPlan, setError).finally(() => setBusy(false));
  };
  const rows = plan ? plan.dags.flatMap((/** @type {any} */ dag) => dag.slots.map((/** @type {any} */ slots) => ({ dag: dag.dag, ...slots }))) : [];
  return html`<${Dialog} title=${'Maintenance of ' + named(target)} close=${close} wide>
    <p>No slot gets a run in this time. Those that are due wait for its end, and then follow the catch-up rule of their schedule. Runs that are active go on.</p>
    <p class="row"><label>From <input type="datetime-local" aria-label="From" value=${from} onInput=${change(setFrom)} /></label>
      <label>to <input type="datetime-local" aria-label="To" value=${to} onInput=${change(setTo)} /></label>
      <label>for <input type="text" aria-label="Reason" maxlength="200" placeholder="reason" value=${reason} onInput=${change(setReason)} /></label></p>
    <p class="muted">On the clocks of this browser. Without a begin it begins now.</p>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    ${plan ? html`<p>${plan.count ? html`Its end <b>${plan.summary}</b>; runs that are active then may change that.` : 'No slot is due in it.'}</p>
      ${rows.length ? html`<div class="scroll"><table class="list"><thead><tr><th>DAG</th><th>Schedule</th><th>Slot</th><th class="num">Slots</th><th>Afterwards</th></tr></thead><tbody>
        ${rows.map((/** @type {any} */ row) => html`<tr key=${row.dag + row.schedule + row.first}><td><a class="strong" href=${dagUrl(row.dag)}>${row.dag}</a></td><td>${row.schedule}</td>
          <td><${Exact} at=${row.first} />${row.count > 1 ? html` to <${Exact} at=${row.last} />` : null}</td><td class="num">${count(row.count)}</td>
          <td><${Outcome} outcome=${row.outcome} /> <span class="muted">${row.why ?? ''}</span></td></tr>`)}</tbody></table></div>` : null}
      ${plan.count > plan.dags.length ? html`<p class="muted">and ${counted(plan.count - plan.dags.length, 'DAG')} more</p>` : null}` : null}
    <footer><${CopyButton} text=${'tidemill maintenance ' + typed(target) + (from ? ' --from ' + instant(from) : '') + ' --to ' + instant(to)} label="Copy as CLI" class="ghost" /><span class="grow" />
      <button onClick=${close}>Close</button><button disabled=${busy || !to} onClick=${() => ask(false)}>Show what it does</button>
      <button class="primary" disabled=${busy || !plan} onClick=${() => ask(true)}>Set</button></footer><//>`;
}
