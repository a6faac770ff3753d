// @ts-check
/** The runs of a DAG against its tasks: a column a run, a row a task. Only what is in sight is drawn, whatever its size. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../api.js';
import { useData } from '../data.js';
import { counted, duration, exact } from '../format.js';
import { dagUrl, navigate, runUrl } from '../route.js';
import { Empty, ErrorBox, Show } from '../parts.js';
import { look, State } from '../state.js';
import { theme } from '../theme.js';
import { brushOf, tones } from '../tones.js';

const STATES = /** @type {Record<string, string>} */ ({
  W: 'WAITING', R: 'READY', Q: 'QUEUED', N: 'RUNNING', D: 'DEFERRED', B: 'RETRY_WAIT', K: 'CANCELLING', S: 'SUCCESS', F: 'FAILED',
  T: 'TIMED_OUT', C: 'CANCELLED', P: 'SKIPPED', U: 'UPSTREAM_FAILED', O: 'OMITTED',
});
const LEGEND = ['SUCCESS', 'FAILED', 'UPSTREAM_FAILED', 'CANCELLED', 'SKIPPED', 'RUNNING', 'WAITING'];
const ROW = 24;
const COLUMN = 16;
const BARS = 44;
const MOST_HEIGHT = 640;
const PART = 100;

/** State of a task in a run, null where its version does not have it. @param {any} run @param {number} task */
const stateOf = (run, task) => STATES[run.states[task]?.toUpperCase()] ?? null;

/** Whether it took more than one attempt. @param {any} run @param {number} task */
const retried = (run, task) => run.states[task] !== run.states[task]?.toUpperCase();

/** What a cell says. @param {any} run @param {any} task @param {number} index */
const words = (run, task, index) => `${task.id} in run ${run.run}: ${look(stateOf(run, index) ?? '').word || 'not in version ' + run.version}${retried(run, index) ? ' after more than one attempt' : ''}`;

/** Address of a task in a run. @param {string} dag @param {any} run @param {any} task */
const cellUrl = (dag, run, task) => runUrl(dag, run.run) + '?task=' + encodeURIComponent(task.id);

/** Draws a sign, so that colour is not all that tells. @param {CanvasRenderingContext2D} brush @param {string} state @param {number} x @param {number} y */
function sign(brush, state, x, y) {
  brush.beginPath();
  if (state === 'FAILED' || state === 'TIMED_OUT') {
    brush.moveTo(x + 4, y + 4); brush.lineTo(x + 9, y + 9); brush.moveTo(x + 9, y + 4); brush.lineTo(x + 4, y + 9);
  } else if (state === 'UPSTREAM_FAILED') {
    brush.moveTo(x + 6.5, y + 10); brush.lineTo(x + 6.5, y + 3.5); brush.moveTo(x + 4, y + 6); brush.lineTo(x + 6.5, y + 3.5); brush.lineTo(x + 9, y + 6);
  } else if (state === 'CANCELLED') {
    brush.rect(x + 4.5, y + 4.5, 4, 4);
  } else if (state === 'SKIPPED' || state === 'OMITTED') {
    brush.moveTo(x + 4, y + 6.5); brush.lineTo(x + 9, y + 6.5);
  }
  brush.stroke();
}

/** A run as a bar, as high as it took. @param {{dag: string, run: any, x: number, longest: number}} props */
function Bar({ dag, run, x, longest }) {
  const height = run.tookMillis === null ? BARS : Math.round(5 + (BARS - 5) * Math.sqrt(run.tookMillis / longest));
  return html`<a href=${runUrl(dag, run.run)} aria-label=${`run ${run.run}: ${look(run.status).word}`}><rect class="hit" x=${x} y="0" width=${COLUMN} height=${BARS} />
    <rect class=${look(run.status).tone} x=${x + 1} y=${BARS - height} width=${COLUMN - 4} height=${height} rx="2" />
    <title>run ${run.run}, version ${run.version}: ${look(run.status).word}${run.tookMillis === null ? '' : ' in ' + duration(run.tookMillis)}, ${exact(run.begunAt)}</title></a>`;
}

/** @param {{dag: string, tasks: any[], runs: any[]}} props runs: oldest first */
function Matrix({ dag, tasks, runs }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [view, setView] = useState({ x: 0, y: 0, width: 0, height: 0 });
  const [cell, setCell] = useState(/** @type {{run: number, task: number} | null} */ (null));
  const width = runs.length * COLUMN;
  const height = tasks.length * ROW;
  const longest = Math.max(1, ...runs.map(run => run.tookMillis ?? 0));
  const first = Math.max(0, Math.floor(view.y / ROW) - 1);
  const last = Math.min(tasks.length, Math.ceil((view.y + view.height) / ROW) + 1);
  const measure = () => {
    const element = box.current;
    if (element) {
      setView({ x: element.scrollLeft, y: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
    }
  };
  useEffect(() => {
    const element = /** @type {HTMLDivElement} */ (box.current);
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.scrollLeft = element.scrollWidth;
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const brush = element && view.width ? brushOf(element, view.width, view.height) : null;
    if (!element || !brush) {
      return;
    }
    const colours = tones(/** @type {HTMLElement} */ (element.parentElement), STATES);
    const style = getComputedStyle(element);
    const from = Math.max(0, Math.floor(view.x / COLUMN));
    const to = Math.min(runs.length, Math.ceil((view.x + view.width) / COLUMN));
    for (let column = from; column < to; column++) {
      for (let row = first; row < last; row++) {
        const state = stateOf(runs[column], row);
        if (state) {
          const x = column * COLUMN - view.x + 1;
          const y = row * ROW - view.y + 3;
          brush.fillStyle = colours[runs[column].states[row].toUpperCase()];
          brush.beginPath();
          brush.roundRect(x, y, COLUMN - 3, ROW - 9, 2);
          brush.fill();
          brush.strokeStyle = style.backgroundColor;
          brush.lineWidth = 1.5;
          sign(brush, state, x, y);
          if (retried(runs[column], row)) {
            brush.fillStyle = style.backgroundColor;
            brush.fillRect(x + COLUMN - 7, y + 1, 3, 3);
          }
        }
      }
    }
    if (cell) {
      brush.strokeStyle = style.color;
      brush.lineWidth = 2;
      brush.strokeRect(cell.run * COLUMN - view.x, cell.task * ROW - view.y + 2, COLUMN - 1, ROW - 7);
    }
  }, [view, runs, tasks, cell, theme.value]);
  const at = (/** @type {MouseEvent} */ event) => {
    const run = Math.floor((event.offsetX + view.x) / COLUMN);
    const task = Math.floor((event.offsetY + view.y) / ROW);
    return run < runs.length && task < tasks.length ? { run, task } : null;
  };
  const open = (/** @type {{run: number, task: number} | null} */ where) => {
    if (where) {
      navigate(cellUrl(dag, runs[where.run], tasks[where.task]));
    }
  };
  const move = (/** @type {KeyboardEvent} */ event) => {
    const steps = /** @type {Record<string, number[]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    const step = steps[event.key];
    if (event.key === 'Enter') {
      open(cell);
    } else if (step) {
      event.preventDefault();
      const old = cell ?? { run: runs.length, task: 0 };
      const next = { run: Math.min(runs.length - 1, Math.max(0, old.run + step[0])), task: Math.min(tasks.length - 1, Math.max(0, old.task + step[1])) };
      setCell(next);
      const element = /** @type {HTMLDivElement} */ (box.current);
      element.scrollTop = Math.min(next.task * ROW, Math.max(element.scrollTop, (next.task + 1) * ROW - view.height));
      element.scrollLeft = Math.min(next.run * COLUMN, Math.max(element.scrollLeft, (next.run + 1) * COLUMN - view.width));
    }
  };
  const shown = cell && cell.run < runs.length && cell.task < tasks.length ? words(runs[cell.run], tasks[cell.task], cell.task) : '';
  const tall = Math.min(MOST_HEIGHT, height);
  return html`<div class="grid-view"><div class="grid-corner" />
    <div class="grid-bars"><svg width=${width} height=${BARS} style=${{ transform: `translateX(${-view.x}px)` }} role="group" aria-label="Runs, as high as they took">${runs.map((run, i) => html`<${Bar} key=${run.run} dag=${dag} run=${run} x=${i * COLUMN} longest=${longest} />`)}</svg></div>
    <div class="grid-names" style=${{ height: tall + 'px' }}><div style=${{ transform: `translateY(${-view.y}px)` }}><div style=${{ height: first * ROW + 'px' }} />
      ${tasks.slice(first, last).map(task => html`<a key=${task.id} class=${task.removed ? 'faint' : ''} title=${task.removed ? task.id + ' is not in the active version' : task.id}
        href=${runs.length ? cellUrl(dag, runs[runs.length - 1], task) : dagUrl(dag)}>${task.id}</a>`)}</div></div>
    <div class="grid-cells" ref=${box} onScroll=${measure} style=${{ height: tall + 'px' }} tabindex="0" role="application" aria-label=${`${counted(tasks.length, 'task')} in ${counted(runs.length, 'run')}; arrow keys move, Enter opens`} onKeyDown=${move}>
      <div style=${{ width: width + 'px', height: height + 'px' }}><canvas ref=${canvas} style=${{ width: view.width + 'px', height: view.height + 'px' }} title=${shown}
        onMouseMove=${(/** @type {MouseEvent} */ event) => setCell(at(event))} onMouseLeave=${() => setCell(null)} onClick=${(/** @type {MouseEvent} */ event) => open(at(event))} /></div></div>
    <p class="grid-said muted" aria-live="polite">${shown || html`<span class="grid-legend">${LEGEND.map(state => html`<${State} key=${state} state=${state} plain />`)}<span>a dot in the corner: more than one attempt</span></span>`}</p></div>`;
}

/**
 * Parts put together, newest first. Each names the tasks of the active version first, but older parts may name other removed ones.
 * @param {any[]} parts
 * @returns {{tasks: any[], runs: any[]}}
 */
function join(parts) {
  const tasks = [...new Map(parts.flatMap(part => part.tasks).map(task => [task.id, task])).values()];
  const seen = new Set();
  const runs = parts.flatMap(part => {
    const places = new Map(part.tasks.map((/** @type {any} */ task, /** @type {number} */ index) => [task.id, index]));
    const same = part.tasks.length === tasks.length;
    return part.runs.filter((/** @type {any} */ run) => !seen.has(run.run) && seen.add(run.run))
      .map((/** @type {any} */ run) => same ? run : { ...run, states: tasks.map(task => run.states[places.get(task.id) ?? -1] ?? '.').join('') });
  });
  return { tasks, runs };
}

/** @param {{dag: string}} props */
export function Grid({ dag }) {
  const path = '/overview/dags/' + encodeURIComponent(dag) + '/grid?limit=' + PART;
  const loaded = useData(path, change => change.kind === 'run' && change.dag === dag);
  const [older, setOlder] = useState(/** @type {any[]} */ ([]));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const more = (/** @type {string} */ cursor) => ask(path + '&cursor=' + encodeURIComponent(cursor)).then(part => setOlder(old => [...old, part]), setError);
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ grid) => {
    if (!grid.runs.length) {
      return html`<${Empty} title="It never ran"><p>Press Trigger, or run <code>tidemill run ${dag}</code>.</p><//>`;
    }
    const parts = [grid, ...older];
    const { tasks, runs } = join(parts);
    const next = parts[parts.length - 1].next;
    return html`<section class="panel"><${Matrix} dag=${dag} tasks=${tasks} runs=${runs.reverse()} />
      ${error ? html`<${ErrorBox} error=${error} />` : null}${next ? html`<div class="more"><button onClick=${() => more(next)}>Show older runs</button></div>` : null}</section>`;
  }}<//>`;
}
