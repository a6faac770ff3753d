// @ts-check
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { useData } from '../data.js';
import { clock } from '../format.js';
import { State } from '../state.js';
import { dagUrl, route, setQuery } from '../route.js';
import { Ago, Empty, Exact, Panel, Show } from '../parts.js';
import { Lanes } from '../schedule/lanes.js';
import { Outcome, PauseBar, PauseButton, Paused, ResumeButton } from '../schedule/pauses.js';
import { MaintenanceBar, MaintenanceButton, windowsOf } from '../schedule/maintenance.js';
import { Slots } from '../schedule/slots.js';

const HOURS = [6, 24, 72, 168];

/** Schedules with what comes next and what was last. @param {{schedules: any[], withDag: boolean, reload: () => void}} props */
export function ScheduleTable({ schedules, withDag, reload }) {
  return html`<${Panel} title="Schedules" side=${schedules.length}><table class="list"><thead><tr>${withDag ? html`<th>DAG</th>` : null}<th>Schedule</th><th>Declared</th><th>Next slot</th><th>Last slot</th><th /></tr></thead>
    <tbody>${schedules.map(each => {
      const [next] = each.next;
      const own = each.pauses.some((/** @type {any} */ pause) => pause.scope === 'DAG');
      return html`<tr key=${each.dag + '/' + each.name} data-row>${withDag ? html`<td class="fit"><a class="strong" href=${dagUrl(each.dag) + '?tab=schedule'}>${each.dag}</a></td>` : null}
        <td class="fit">${each.name} <${Paused} pauses=${each.pauses} />${each.late ? html` <span title=${'slot ' + each.late.time + ': ' + (each.late.kind === 'NOT_STARTED' ? 'not started' : 'not finished') + ' by ' + each.late.due + ', ' + each.late.why}><${State} state="LATE" /></span>` : null}</td><td class="mono muted">${each.text}</td>
        <td class="fit">${next ? html`<span title=${each.next.map((/** @type {any} */ slot) => slot.local).join('\n')}><${Exact} at=${next.time} /> <span class="muted">${each.pauses.length ? 'paused' : html`<${Ago} at=${next.time} />`}</span></span>` : html`<span class="faint">none any more</span>`}</td>
        <td class="fit">${each.last ? html`<span title=${each.last.why ?? ''}>${clock(each.last.last)} <${Outcome} outcome=${each.last.outcome} /></span>` : html`<span class="faint">none yet</span>`}</td>
        <td class="fit num">${own ? html`<${ResumeButton} target=${{ dag: each.dag }} reload=${reload} small />` : html`<${PauseButton} target=${{ dag: each.dag }} reload=${reload} small />`}</td></tr>`;
    })}</tbody></table><//>`;
}

/** Pauses of groups that concern any of some schedules. @param {any[]} schedules */
const groups = schedules => [...new Map(schedules.flatMap(each => each.pauses).filter(pause => pause.scope !== 'DAG')
  .map(pause => [pause.scope + pause.name, pause])).values()];

/** What runs by itself: slots to come, slots that were, pauses. */
export function Schedule() {
  const { query } = route.value;
  const dag = query.get('dag') ?? '';
  const tag = query.get('tag') ?? '';
  const hours = HOURS.includes(Number(query.get('hours'))) ? Number(query.get('hours')) : 24;
  const [version, setVersion] = useState(0);
  const loaded = useData('/schedules?' + new URLSearchParams({ limit: '500', ...tag ? { tag } : {} }), change => change.kind === 'run', 1_000);
  const reload = () => {
    loaded.reload();
    setVersion(version + 1);
  };
  return html`<div class="head"><h1>Schedule</h1><span class="grow" />
      <select aria-label="How far to look ahead" value=${hours} onChange=${(/** @type {any} */ event) => setQuery({ hours: event.target.value })}>${HOURS.map(each => html`<option key=${each} value=${each}>${each < 72 ? each + ' hours' : each / 24 + ' days'}</option>`)}</select>
      <select data-search aria-label="DAG" value=${dag} onChange=${(/** @type {any} */ event) => setQuery({ dag: event.target.value })}><option value="">All DAGs</option>
        ${[...new Set([...dag ? [dag] : [], ...(loaded.data?.schedules ?? []).map((/** @type {any} */ each) => each.dag)])].sort().map(each => html`<option key=${each} value=${each}>${each}</option>`)}</select>
      ${tag ? html`<button class="chip on" title="Show all tags" onClick=${() => setQuery({ tag: null })}>tag:${tag} ✕</button>` : null}
      <${PauseButton} target=${tag ? { tag } : { all: true }} reload=${reload} label=${tag ? 'Pause the tag…' : 'Pause all…'} />
      <${MaintenanceButton} target=${dag ? { dag } : tag ? { tag } : { all: true }} reload=${reload} /></div>
    <${Show} loaded=${loaded}>${(/** @type {any} */ page) => {
      if (!page.schedules.length) {
        return html`<${Empty} title=${tag ? 'No DAG with this tag has a schedule' : 'No DAG has a schedule'}><p>A schedule is declared in the DAG:</p><pre class="json">d.schedule(Cron.daily("02:00", "Europe/Berlin"));</pre><//>`;
      }
      const shown = page.schedules.filter((/** @type {any} */ each) => !dag || each.dag === dag);
      return html`${groups(shown).map(pause => html`<${PauseBar} key=${pause.scope + pause.name} pause=${pause} reload=${reload} />`)}
        ${windowsOf(shown).map(window => html`<${MaintenanceBar} key=${window.id} window=${window} reload=${reload} />`)}
        <${Lanes} key=${'lanes' + version} dag=${dag} dags=${new Set(shown.map((/** @type {any} */ each) => each.dag))} hours=${hours} />
        <${ScheduleTable} schedules=${shown} withDag reload=${reload} />
        <${Slots} dag=${dag} />`;
    }}<//>`;
}

/** The schedules and slots of one DAG. @param {{dag: string}} props */
export function DagSchedule({ dag }) {
  const [version, setVersion] = useState(0);
  const loaded = useData('/schedules?' + new URLSearchParams({ dag }), change => change.kind === 'run' && change.dag === dag, 1_000);
  const reload = () => {
    loaded.reload();
    setVersion(version + 1);
  };
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ page) => page.schedules.length
    ? html`${groups(page.schedules).map(pause => html`<${PauseBar} key=${pause.scope + pause.name} pause=${pause} reload=${reload} />`)}
      ${windowsOf(page.schedules).map(window => html`<${MaintenanceBar} key=${window.id} window=${window} reload=${reload} />`)}
      <${ScheduleTable} schedules=${page.schedules} withDag=${false} reload=${reload} /><${Lanes} key=${'lanes' + version} dag=${dag} hours=${24} /><${Slots} dag=${dag} />`
    : html`<${Empty} title="It starts by hand"><p>A schedule is declared in the DAG:</p><pre class="json">d.schedule(Cron.daily("02:00", "Europe/Berlin"));</pre><//>`}<//>`;
}
