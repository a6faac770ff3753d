// @ts-check
/** Backfills of a DAG: what goes on, what became of each slot, and a plan before anything runs. */
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { order } from '../api.js';
import { Act } from '../caller.js';
import { useData } from '../data.js';
import { FieldInput, read } from '../fields.js';
import { count, counted } from '../format.js';
import { CopyButton, Dialog, Empty, ErrorBox, Fact, Panel, Show, Ago } from '../parts.js';
import { navigate, route, runUrl, withQuery } from '../route.js';
import { isFailed, State } from '../state.js';

const FATES = /** @type {Record<string, string>} */ ({ RUN: 'run', ADOPT: 'adopt', SKIP: 'skip' });

/** Path of a backfill below `/api/v1`. @param {string} dag @param {number | string} number */
const backfillPath = (dag, number) => '/backfills/' + encodeURIComponent(dag) + '/' + number;

/** An instant on the clocks of a zone. @param {string} at @param {string} zone */
function local(at, zone) {
  const part = Object.fromEntries(new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(new Date(at)).map(each => [each.type, each.value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}${part.second === '00' ? '' : ':' + part.second}`;
}

/** How far a backfill is: a bar of its slots, and the numbers. @param {{progress: any}} props */
function Progress({ progress }) {
  const runs = progress.waiting + progress.active + progress.success + progress.failed + progress.cancelled + progress.skipped;
  const done = runs - progress.waiting - progress.active;
  const bad = progress.failed;
  const text = `${count(done)} of ${count(runs)} done` + (bad ? `, ${count(bad)} failed` : '') + (progress.active ? `, ${count(progress.active)} active` : '');
  return html`<span class="took-bar" role="img" aria-label=${text} title=${text}><i class=${bad ? 'bad' : ''} style=${{ width: (runs ? Math.max(done ? 2 : 0, Math.round(100 * done / runs)) : 0) + '%' }} /></span>`;
}

/** @param {{plan: any}} props */
function Plan({ plan }) {
  return html`<p>Of ${counted(plan.run + plan.adopt + plan.skip, 'slot')} of schedule <b>${plan.schedule}</b> (${plan.zone})
      <b>${count(plan.run)} run</b>, ${count(plan.adopt)} are adopted, ${count(plan.skip)} are skipped.</p>
    <div class="scroll"><table class="list"><thead><tr><th>Slot</th><th>Last</th><th class="num">Slots</th><th>What</th><th>Why</th><th class="num">Run</th></tr></thead>
      <tbody>${plan.slots.map((/** @type {any} */ slots) => html`<tr key=${slots.first}><td class="mono">${local(slots.first, plan.zone)}</td><td class="mono">${slots.count > 1 ? local(slots.last, plan.zone) : ''}</td>
        <td class="num">${count(slots.count)}</td><td>${slots.fate === 'RUN' ? html`<b>${FATES[slots.fate]}</b>` : FATES[slots.fate]}</td><td class="muted">${slots.reason}</td>
        <td class="num">${slots.run ? html`<a href=${runUrl(plan.dag, slots.run)}>${slots.run}</a>` : ''}</td></tr>`)}</tbody></table></div>`;
}

/** @param {{dag: any, schedule?: string, from?: string, to?: string, close: () => void}} props from, to: a range whose plan is shown at once */
function BackfillDialog({ dag, schedule, from, to, close }) {
  const [range, setRange] = useState({ from: from ?? '', to: to ?? '', schedule: schedule ?? '', reprocess: 'MISSING', order: 'OLDEST_FIRST', concurrency: '1' });
  const [values, setValues] = useState(/** @type {Record<string, string>} */ ({}));
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  // What is given wins over what is made of the slot, so nothing is given that nobody wrote.
  const { object, problems } = read(dag.params.filter((/** @type {any} */ param) => values[param.name]), values);
  const set = (/** @type {string} */ name) => (/** @type {any} */ event) => {
    setPlan(null);
    setError(null);
    setRange({ ...range, [name]: event.target.value });
  };
  const request = () => ({ dag: dag.id, schedule: range.schedule.trim() || null, from: range.from.trim(), to: range.to.trim(), reprocess: range.reprocess,
    order: range.order, concurrency: Number(range.concurrency), params: object, by: 'console' });
  const look = () => {
    setBusy(true);
    setError(null);
    order('/backfills/plan', request()).then(setPlan, e => { setPlan(null); setError(e); }).finally(() => setBusy(false));
  };
  useEffect(() => {
    if (from && to) {
      look();
    }
  }, []);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy || Object.keys(problems).length) {
      return;
    }
    if (!plan) {
      look();
      return;
    }
    setBusy(true);
    order('/backfills', { ...request(), maxRuns: plan.run, plan: plan.plan }).then(created => {
      close();
      navigate('/dags/' + encodeURIComponent(created.dag) + '?tab=backfills&backfill=' + created.backfill);
    }, e => {
      setError(e);
      setPlan(null);
      setBusy(false);
    });
  };
  const cli = `tidemill backfill ${dag.id} --from ${range.from || 'FROM'} --to ${range.to || 'TO'}` + (range.schedule ? ' --schedule ' + range.schedule : '')
    + (range.reprocess === 'MISSING' ? '' : ' --reprocess ' + range.reprocess.toLowerCase()) + (range.order === 'OLDEST_FIRST' ? '' : ' --order newest')
    + (range.concurrency === '1' ? '' : ' --concurrency ' + range.concurrency);
  return html`<${Dialog} title=${'Backfill ' + dag.id} close=${close} wide><form onSubmit=${submit}>
    <div class="form-row"><label>From<input autofocus required type="text" placeholder="2026-10-01" value=${range.from} onInput=${set('from')} /></label>
      <label>To, not part of it<input required type="text" placeholder="2026-11-01" value=${range.to} onInput=${set('to')} /></label>
      <label>Schedule<input type="text" placeholder="the only one" value=${range.schedule} onInput=${set('schedule')} /></label></div>
    <div class="form-row"><label>Slots<select value=${range.reprocess} onChange=${set('reprocess')}><option value="MISSING">that have no run</option><option value="FAILED">also those that failed</option><option value="ALL">all</option></select></label>
      <label>Order<select value=${range.order} onChange=${set('order')}><option value="OLDEST_FIRST">oldest first</option><option value="NEWEST_FIRST">newest first</option></select></label>
      <label>At the same time<input type="number" min="1" max="1000" required value=${range.concurrency} onInput=${set('concurrency')} /></label></div>
    ${dag.params.map((/** @type {any} */ param) => html`<${FieldInput} key=${param.name} param=${param} value=${values[param.name] ?? ''} first=${false} problem=${problems[param.name]} without="as it is made of the slot"
      set=${(/** @type {any} */ value) => { setPlan(null); setError(null); setValues({ ...values, [param.name]: value }); }} />`)}
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    ${plan ? html`<${Plan} plan=${plan} />` : html`<p class="muted">Dates and local times are those of the schedule's zone. Nothing runs before you have seen what would.</p>`}
    <footer><${CopyButton} text=${cli} label="Copy as CLI" class="ghost" />${plan ? html`<span class="faint">plan <code>${plan.plan}</code></span>` : null}
      <span class="grow" /><button type="button" onClick=${close}>Close</button>
      <button class="primary" disabled=${busy || Object.keys(problems).length > 0 || plan && plan.run === 0}>${busy ? 'One moment…' : plan ? plan.run ? 'Run ' + counted(plan.run, 'slot') : 'Nothing to run' : 'Show plan'}</button></footer></form><//>`;
}

/**
 * Opens the dialog of a backfill; with a range it shows the plan at once.
 * @param {{dag: any, schedule?: string, from?: string, to?: string, label?: string, small?: boolean}} props
 */
export function BackfillButton({ dag, schedule, from, to, label, small }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} class=${small ? 'small' : ''} onClick=${() => setShown(true)}>${label ?? 'Backfill…'}<//>
    ${shown ? html`<${BackfillDialog} dag=${dag} schedule=${schedule} from=${from} to=${to} close=${() => setShown(false)} />` : null}`;
}

/** What can be done to a backfill. @param {{backfill: any, reload: () => void}} props */
function Actions({ backfill, reload }) {
  const [error, setError] = useState(/** @type {any} */ (null));
  const change = (/** @type {string} */ what) => () => order(backfillPath(backfill.dag, backfill.backfill) + '/' + what, { by: 'console' })
    .then(() => { setError(null); reload(); }, setError);
  const going = backfill.status === 'RUNNING' || backfill.status === 'PAUSED';
  return html`${backfill.status === 'RUNNING' ? html`<${Act} onClick=${change('pause')}>Pause<//>` : null}
    ${backfill.status === 'PAUSED' ? html`<${Act} class="primary" onClick=${change('resume')}>Resume<//>` : null}
    ${going ? html`<${Act} class="danger" onClick=${change('cancel')}>Cancel it and its runs<//>` : null}
    ${error ? html`<${ErrorBox} error=${error} />` : null}`;
}

/** One backfill with the slots it ran. @param {{dag: any, number: string}} props */
function Detail({ dag, number }) {
  const about = (/** @type {any} */ change) => change.kind === 'run' && change.dag === dag.id;
  const loaded = useData(backfillPath(dag.id, number), about);
  const slots = useData(backfillPath(dag.id, number) + '/slots?limit=200', about);
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ one) => html`<${Panel} title=${'Backfill ' + one.backfill} side=${html`<a href=${withQuery({ backfill: null })}>all backfills</a>`}>
    <div class="calm"><div class="facts"><${State} state=${one.status} /><${Fact} name="slots">${local(one.from, one.zone)} to ${local(one.to, one.zone)}<//><${Fact} name="schedule">${one.schedule}, ${one.zone}<//>
      <${Fact} name="at the same time">${one.concurrency}<//><${Fact} name="by">${one.by || 'a program'}<//></div>
    </div><div class="calm"><${Progress} progress=${one.progress} />
      <div class="facts">${Object.entries({ waiting: one.progress.waiting, active: one.progress.active, success: one.progress.success, failed: one.progress.failed, cancelled: one.progress.cancelled,
    'nothing to do': one.progress.skipped, adopted: one.progress.adopted, 'left out': one.progress.leftOut }).filter(([, many]) => many > 0)
    .map(([name, many]) => html`<${Fact} key=${name} name=${name}>${count(many)}<//>`)}<span class="grow" /><${Actions} backfill=${one} reload=${() => { loaded.reload(); slots.reload(); }} /></div></div>
    <${Show} loaded=${slots}>${(/** @type {any} */ page) => page.slots.length ? html`<table class="list"><thead><tr><th>Slot</th><th class="num">Run</th><th>State</th><th>Cause</th><th class="num">Ended</th></tr></thead>
      <tbody>${page.slots.map((/** @type {any} */ slot) => html`<tr key=${slot.run} data-row><td class="mono fit">${local(slot.slot, one.zone)}</td><td class="num fit"><a class="strong" href=${runUrl(one.dag, slot.run)}>${slot.run}</a></td>
        <td class="fit"><${State} state=${slot.status} /></td><td class="wide clip ${isFailed(slot.status) ? 'bad-text' : 'muted'}">${slot.cause ?? ''}</td><td class="num fit muted">${slot.endedAt ? html`<${Ago} at=${slot.endedAt} />` : ''}</td></tr>`)}</tbody></table>
      ${page.next ? html`<p class="calm muted">The newest 200 are shown; <code>tidemill backfills ${one.dag} ${one.backfill} --limit 500</code> shows more.</p>` : null}` : html`<p class="calm muted">No slot has a run of it yet.</p>`}<//><//>`}<//>`;
}

/** The backfills of a DAG. @param {{dag: any}} props */
export function Backfills({ dag }) {
  const chosen = route.value.query.get('backfill');
  const loaded = useData('/backfills?dag=' + encodeURIComponent(dag.id), change => change.kind === 'run' && change.dag === dag.id);
  if (!dag.schedule) {
    return html`<${Empty} title="It has no schedule"><p>A backfill runs slots of a schedule. One is declared in the DAG:</p><pre class="json">d.schedule(Cron.daily("02:00", "Europe/Berlin"));</pre><//>`;
  }
  return html`<div class="facts"><${BackfillButton} dag=${dag} label="New backfill…" /></div>
    ${chosen ? html`<${Detail} key=${chosen} dag=${dag} number=${chosen} />` : html`<${Show} loaded=${loaded}>${(/** @type {any[]} */ all) => all.length
    ? html`<${Panel} title="Backfills" side=${all.length}><table class="list"><thead><tr><th class="num">Backfill</th><th>State</th><th>Slots done</th><th>Schedule</th><th>From</th><th>To</th><th>By</th><th class="num">Created</th></tr></thead>
      <tbody>${all.map(one => html`<tr key=${one.backfill} data-row><td class="num fit"><a class="strong" href=${withQuery({ backfill: one.backfill })}>${one.backfill}</a></td><td class="fit"><${State} state=${one.status} /></td>
        <td class="took"><${Progress} progress=${one.progress} /></td><td>${one.schedule}</td><td class="mono">${local(one.from, one.zone)}</td><td class="mono">${local(one.to, one.zone)}</td><td class="muted">${one.by}</td><td class="num fit muted"><${Ago} at=${one.createdAt} /></td></tr>`)}</tbody></table><//>`
    : html`<${Empty} title="Nothing was backfilled"><p>Run the slots of a range: press New backfill, or</p><pre class="json">tidemill backfill ${dag.id} --from 2026-10-01 --to 2026-11-01 --dry-run</pre><//>`}<//>`}`;
}
