// @ts-check
/** Pauses of schedules: what is paused by what, and the dialogs that pause and resume. */
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { Act } from '../caller.js';
import { order } from '../api.js';
import { count, counted } from '../format.js';
import { dagUrl } from '../route.js';
import { Ago, CopyButton, Dialog, ErrorBox, Exact, Skeleton } from '../parts.js';
import { State } from '../state.js';

/** @typedef {{dag?: string, tag?: string, all?: boolean}} Target */

/** How people name what is paused. @param {Target} target */
const named = target => target.dag ?? (target.tag ? 'the DAGs with tag ' + target.tag : 'all DAGs');

/** The same for the command line. @param {Target} target */
const typed = target => target.dag ?? (target.tag ? '--tag ' + target.tag : '--all');

/** What a pause of the API is about. @param {any} pause @returns {Target} */
export const targetOf = pause => pause.scope === 'DAG' ? { dag: pause.name } : pause.scope === 'TAG' ? { tag: pause.name } : { all: true };

/** A schedule that is paused, and by what. @param {{pauses: any[]}} props */
export function Paused({ pauses }) {
  return pauses.length ? html`<span title=${pauses.map(told).join('\n')}><${State} state="PAUSED" /></span>` : null;
}

/** @param {any} pause */
const told = pause => (pause.scope === 'DAG' ? 'the DAG is paused' : pause.scope === 'TAG' ? 'tag ' + pause.name + ' is paused' : 'all DAGs are paused')
  + (pause.by ? ' by ' + pause.by : '');

/** A pause with its way out. @param {{pause: any, reload: () => void}} props */
export function PauseBar({ pause, reload }) {
  return html`<div class="stale" role="status"><span><b>${told(pause)}</b> since <${Exact} at=${pause.since} /> (<${Ago} at=${pause.since} />): no slot gets a run.</span>
    <${ResumeButton} target=${targetOf(pause)} reload=${reload} small /></div>`;
}

/** @param {{target: Target, reload: () => void, small?: boolean, label?: string}} props */
export function PauseButton({ target, reload, small, label }) {
  const [shown, setShown] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const pause = () => {
    setBusy(true);
    order('/schedules/pause', { ...target, by: 'console' }).then(() => {
      setShown(false);
      reload();
    }, setError).finally(() => setBusy(false));
  };
  return html`<${Act} class=${small ? 'small' : ''} onClick=${() => { setError(null); setShown(true); }}>${label ?? 'Pause…'}<//>
    ${shown ? html`<${Dialog} title=${'Pause ' + named(target)} close=${() => setShown(false)}>
      <p>No slot gets a run until it is resumed. Runs that are active go on, and runs by hand work as before.${target.dag ? '' : ' A DAG that is deployed later is paused too.'}</p>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
      <footer><${CopyButton} text=${'tidemill pause ' + typed(target)} label="Copy as CLI" class="ghost" /><span class="grow" />
        <button onClick=${() => setShown(false)}>Close</button><button class="primary" autofocus disabled=${busy} onClick=${pause}>${busy ? 'Pausing…' : 'Pause'}</button></footer><//>` : null}`;
}

/** @param {{target: Target, reload: () => void, small?: boolean}} props */
export function ResumeButton({ target, reload, small }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} class=${small ? 'small' : ''} onClick=${() => setShown(true)}>Resume…<//>
    ${shown ? html`<${ResumeDialog} target=${target} reload=${reload} close=${() => setShown(false)} />` : null}`;
}

/** @param {{target: Target, reload: () => void, close: () => void}} props */
function ResumeDialog({ target, reload, close }) {
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const look = () => {
    setError(null);
    order('/schedules/resume', { ...target, apply: false }).then(setPlan, setError);
  };
  useEffect(look, []);
  const apply = () => {
    setBusy(true);
    order('/schedules/resume', { ...target, apply: true, by: 'console' }).then(() => {
      close();
      reload();
    }, e => {
      setError(e);
      setBusy(false);
    });
  };
  const rows = plan ? plan.dags.flatMap((/** @type {any} */ dag) => dag.slots.map((/** @type {any} */ slots) => ({ dag: dag.dag, ...slots }))) : [];
  const started = plan ? plan.dags.filter((/** @type {any} */ dag) => dag.events) : [];
  const stays = plan ? plan.dags.filter((/** @type {any} */ dag) => dag.stays.length) : [];
  return html`<${Dialog} title=${'Resume ' + named(target)} close=${close} wide>
    ${error ? html`<${ErrorBox} error=${error} retry=${look} />` : null}
    ${plan === null && !error ? html`<${Skeleton} rows=${3} />` : null}
    ${plan ? html`<p>${plan.paused ? html`Resuming now <b>${plan.summary}</b>.` : 'It is not paused any more.'}</p>
      ${stays.map((/** @type {any} */ dag) => html`<p key=${dag.dag} class="muted"><b>${dag.dag}</b> stays paused: ${dag.stays.map(told).join(', ')}.</p>`)}
      ${started.map((/** @type {any} */ dag) => html`<p key=${dag.dag + ' events'}><a class="strong" href=${dagUrl(dag.dag)}>${dag.dag}</a> runs for the events of ${dag.events}.</p>`)}
      ${rows.length ? html`<div class="scroll"><table class="list"><thead><tr><th>DAG</th><th>Schedule</th><th>Slot</th><th class="num">Slots</th><th>What becomes of it</th></tr></thead><tbody>
        ${rows.map((/** @type {any} */ row) => html`<tr key=${row.dag + row.schedule + row.first}><td><a class="strong" href=${dagUrl(row.dag)}>${row.dag}</a></td><td>${row.schedule}</td>
          <td><${Exact} at=${row.first} />${row.count > 1 ? html` to <${Exact} at=${row.last} />` : null}</td><td class="num">${count(row.count)}</td>
          <td><${Outcome} outcome=${row.outcome} /> <span class="muted">${row.why ?? ''}</span></td></tr>`)}</tbody></table></div>` : null}
      ${plan.count > plan.dags.length ? html`<p class="muted">and ${counted(plan.count - plan.dags.length, 'DAG')} more</p>` : null}` : null}
    <footer><${CopyButton} text=${'tidemill resume ' + typed(target)} label="Copy as CLI" class="ghost" /><span class="grow" /><button onClick=${close}>Close</button>
      <button class="primary" autofocus disabled=${busy || !plan || !plan.paused} onClick=${apply}>${busy ? 'Resuming…' : 'Resume'}</button></footer><//>`;
}

/** What became of a slot. @param {{outcome: string}} props */
export function Outcome({ outcome }) {
  return outcome === 'QUEUED' ? html`<${State} state="WAITING" word="Queued" />` : outcome === 'RUN' ? html`<${State} state="SUCCESS" word="Run" />`
    : html`<${State} state=${outcome} />`;
}
