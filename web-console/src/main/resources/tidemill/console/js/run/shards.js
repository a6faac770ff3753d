// @ts-check
/** The shards of a task: counts, a heat map, errors in groups, and a part of the list. Never a row for every shard. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { taskPath } from '../api.js';
import { useData } from '../data.js';
import { count, counted, simpleName } from '../format.js';
import { setQuery, withQuery } from '../route.js';
import { theme } from '../theme.js';
import { brushOf, tones } from '../tones.js';
import { Show } from '../parts.js';
import { look, State } from '../state.js';

const STATES = /** @type {Record<string, string>} */ ({
  W: 'WAITING', R: 'READY', A: 'ASSIGNED', B: 'RETRY_WAIT', S: 'SUCCESS', F: 'FAILED', T: 'TIMED_OUT', C: 'CANCELLED', U: 'UPSTREAM_FAILED', O: 'OMITTED',
});
const MOST_HEIGHT = 180;

/** Side of a cell so that all fit. @param {number} all @param {number} width */
function cellSize(all, width) {
  for (const size of [12, 10, 8, 6, 5, 4, 3, 2]) {
    if (Math.ceil(all / Math.floor(width / size)) * size <= MOST_HEIGHT) {
      return size;
    }
  }
  return 1;
}

/** @param {{states: string, chosen: number, pick: (index: number) => void}} props */
function HeatMap({ states, chosen, pick }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [width, setWidth] = useState(0);
  const [over, setOver] = useState(-1);
  const size = width ? cellSize(states.length, width) : 8;
  const columns = Math.max(1, Math.floor(width / size));
  const height = Math.min(2_000, Math.ceil(states.length / columns) * size);
  useEffect(() => {
    const box = /** @type {HTMLElement} */ (canvas.current?.parentElement);
    const resized = new ResizeObserver(() => setWidth(box.clientWidth));
    resized.observe(box);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const brush = element && width ? brushOf(element, width, height) : null;
    if (!element || !brush) {
      return;
    }
    const colours = tones(/** @type {HTMLElement} */ (element.parentElement), STATES);
    const gap = size > 4 ? 1.5 : size > 2 ? 0.5 : 0;
    for (let i = 0; i < states.length; i++) {
      brush.fillStyle = colours[states[i]] ?? colours.W;
      brush.fillRect(i % columns * size, Math.floor(i / columns) * size, size - gap, size - gap);
    }
    if (chosen >= 0 && chosen < states.length) {
      brush.strokeStyle = getComputedStyle(element).color;
      brush.lineWidth = 2;
      brush.strokeRect(chosen % columns * size - 1, Math.floor(chosen / columns) * size - 1, size + 1, size + 1);
    }
  }, [states, width, size, chosen, theme.value]);
  const at = (/** @type {MouseEvent} */ event) => {
    const column = Math.floor(event.offsetX / size);
    const index = column >= columns ? -1 : Math.floor(event.offsetY / size) * columns + column;
    return index < states.length ? index : -1;
  };
  return html`<div class="heat"><canvas ref=${canvas} style=${{ width: '100%', height: height + 'px' }} role="img" aria-label=${counted(states.length, 'shard')}
    title=${over >= 0 ? `shard ${over}: ${look(STATES[states[over]]).word}` : ''} onMouseMove=${(/** @type {MouseEvent} */ event) => setOver(at(event))}
    onClick=${(/** @type {MouseEvent} */ event) => { const index = at(event); if (index >= 0) { pick(index); } }} /></div>`;
}

/** @param {{run: any, task: any, chosen: number}} props chosen: index of the chosen shard, -1 for none */
export function Shards({ run, task, chosen }) {
  const [state, setState] = useState(task.shards?.failed ? 'FAILED' : '');
  const [after, setAfter] = useState(-1);
  const path = taskPath(run.dag, run.run, task.id) + '/shards?limit=50&after=' + after + (state ? '&state=' + state : '');
  const loaded = useData(path, change => change.kind === 'run' && change.dag === run.dag && change.run === run.run);
  const open = (/** @type {number} */ index) => setQuery({ shard: index, attempt: null });
  return html`<${Show} loaded=${loaded} rows=${4}>${(/** @type {any} */ view) => html`<div class="shards">
    <section><h3>${counted(view.all, 'shard')}</h3><${HeatMap} states=${view.states} chosen=${chosen} pick=${open} />
      <div class="chips">${Object.entries(view.counts).map(([name, number]) => html`<button key=${name} class="chip ${state === name ? 'on' : ''}" aria-pressed=${state === name}
        onClick=${() => { setAfter(-1); setState(state === name ? '' : name); }}><${State} state=${name} word=${look(name).word + ' ' + count(/** @type {number} */ (number))} plain /></button>`)}</div></section>
    ${view.errors.length ? html`<section><h3>Errors, alike ones together</h3><table class="list"><tbody>${view.errors.slice(0, 8).map((/** @type {any} */ error) => html`<tr key=${error.kind + error.type + error.message + error.place} data-row>
      <td class="wrap"><a href=${withQuery({ shard: error.first, attempt: null })}><b>${simpleName(error.type) || look(error.kind).word}</b> ${error.message}</a> <span class="mono faint">${error.place}</span></td>
      <td class="fit num high">${counted(error.shards, 'shard')}${error.attempts > error.shards ? html`<br /><span class="faint">${counted(error.attempts, 'attempt')}</span>` : null}</td></tr>`)}</tbody></table>
      ${view.moreErrors ? html`<p class="faint">More attempts failed than were looked at.</p>` : null}</section>` : null}
    <section><h3>${state ? look(state).word : 'All'}</h3>${view.shards.length ? html`<table class="list"><tbody>${view.shards.map((/** @type {any} */ shard) => html`<tr key=${shard.index} data-row class=${shard.index === chosen ? 'chosen' : ''}>
      <td><a class="strong" href=${withQuery({ shard: shard.index, attempt: null })}>${shard.key ?? '#' + shard.index}</a></td><td class="fit"><${State} state=${shard.state} plain /></td>
      <td class="fit num muted">${shard.attempt > 1 ? counted(shard.attempt, 'attempt') : ''}</td></tr>`)}</tbody></table>` : html`<p class="faint">No shard is in that state.</p>`}
      <div class="more">${after >= 0 ? html`<button class="small" onClick=${() => setAfter(-1)}>From the beginning</button>` : null}${view.next !== null ? html`<button class="small" onClick=${() => setAfter(view.next)}>More</button>` : null}</div></section></div>`}<//>`;
}
