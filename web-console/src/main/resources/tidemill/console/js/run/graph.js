// @ts-check
/** The graph of a version as it was laid out by the server, with the states of a run's tasks. Drag moves it, the wheel zooms. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { count, duration, millis, now } from '../format.js';
import { setQuery } from '../route.js';
import { iconPath, isOver, look } from '../state.js';

const LEAST_ZOOM = 0.08;
const MOST_ZOOM = 2;
const LETTER = 7.1;

/** A line with rounded corners. @param {number[]} points */
function line(points) {
  let d = `M${points[0]} ${points[1]}`;
  for (let i = 2; i < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    if (i + 2 >= points.length) {
      d += `L${x} ${y}`;
      continue;
    }
    const [px, py, nx, ny] = [points[i - 2], points[i - 1], points[i + 2], points[i + 3]];
    const before = Math.min(6, Math.hypot(x - px, y - py) / 2);
    const after = Math.min(6, Math.hypot(nx - x, ny - y) / 2);
    d += `L${x - Math.sign(x - px) * before} ${y - Math.sign(y - py) * before}Q${x} ${y} ${x + Math.sign(nx - x) * after} ${y + Math.sign(ny - y) * after}`;
  }
  return d;
}

/**
 * The tasks that the time of an ended run hangs on: from the one that ended last back over the upstream that ended last.
 * @param {any[]} tasks
 * @returns {Map<string, string | null>} each with the upstream it hangs on, null for the first
 */
export function criticalPath(tasks) {
  const byId = new Map(tasks.map(task => [task.id, task]));
  const ended = tasks.filter(task => task.endedAt && task.startedAt);
  let at = ended.reduce((last, task) => !last || millis(task.endedAt) > millis(last.endedAt) ? task : last, null);
  /** @type {Map<string, string | null>} */
  const path = new Map();
  while (at && !path.has(at.id)) {
    const { id, upstream } = at;
    at = upstream.map((/** @type {string} */ id) => byId.get(id)).filter((/** @type {any} */ task) => task?.endedAt)
      .reduce((/** @type {any} */ last, /** @type {any} */ task) => !last || millis(task.endedAt) > millis(last.endedAt) ? task : last, null);
    path.set(id, at ? at.id : null);
  }
  return path;
}

/** @param {string} text @param {number} width */
const cut = (text, width) => text.length * LETTER <= width ? text : text.slice(0, Math.max(3, Math.floor(width / LETTER) - 1)) + '…';

/** How long a task took so far. @param {any} task */
export function spent(task) {
  return task.startedAt ? duration((task.endedAt ? millis(task.endedAt) : now.value) - millis(task.startedAt)) : '';
}

/** @param {{node: any, task: any, chosen: boolean}} props */
function Node({ node, task, chosen }) {
  const state = task?.state ?? null;
  const tone = state ? look(state).tone : 'none';
  const shards = task?.shards;
  const under = !task ? node.type || node.kind.toLowerCase()
    : shards && shards.failed ? `${count(shards.failed)} of ${count(shards.all)} failed`
    : shards ? `${count(shards.done)} of ${count(shards.all)} done`
    : state === 'UPSTREAM_FAILED' ? 'upstream failed' : state === 'SUCCESS' ? node.type : look(state).word.toLowerCase();
  const time = task ? spent(task) : '';
  const open = () => task && setQuery({ task: node.id, shard: null, attempt: null });
  const room = node.width - 38 - time.length * 6.5;
  const name = shards ? cut(node.id, room - 40) + ' ×' + count(shards.all) : cut(node.id, room);
  return html`<g class=${'node ' + tone + (chosen ? ' chosen' : '') + (state && !isOver(state) && tone === 'wait' ? ' future' : '')} transform=${`translate(${node.x} ${node.y})`}
      role="button" tabindex=${task ? 0 : -1} aria-label=${node.id + (state ? ', ' + look(state).word : '')} data-task=${node.id}
      onClick=${open} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); } }}>
    <rect width=${node.width} height=${node.height} rx="6" />
    ${shards && shards.all ? html`<rect class="done" x="1" y=${node.height - 4} width=${(node.width - 2) * shards.done / shards.all} height="3" /><rect class="failed"
      x=${1 + (node.width - 2) * shards.done / shards.all} y=${node.height - 4} width=${(node.width - 2) * shards.failed / shards.all} height="3" />` : null}
    ${state ? html`<svg x="11" y="10" width="12" height="12" viewBox="0 0 12 12"><path class="mark" d=${iconPath(state)} /></svg>` : null}
    <text class="name" x=${state ? 29 : 12} y="20">${name}</text>
    <text class="under" x=${state ? 29 : 12} y="36">${cut(under, node.width - 40)}</text>
    ${time ? html`<text class="under" text-anchor="end" x=${node.width - 10} y="20">${time}</text>` : null}
    <title>${node.id}${node.type ? ': ' + node.type : ''}${state ? '\n' + look(state).word : ''}${node.doc ? '\n' + node.doc : ''}${node.source ? '\n' + node.source : ''}</title></g>`;
}

/** @param {{graph: any, tasks: any[], chosen?: string | null}} props */
export function Graph({ graph, tasks, chosen }) {
  const [view, setView] = useState(/** @type {{x: number, y: number, zoom: number} | null} */ (null));
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const drag = useRef(/** @type {{x: number, y: number, moved: boolean} | null} */ (null));
  const fit = () => {
    const rect = box.current?.getBoundingClientRect();
    if (rect) {
      const zoom = Math.max(LEAST_ZOOM, Math.min(1, (rect.width - 16) / graph.width, (rect.height - 16) / graph.height));
      setView({ zoom, x: Math.max(8, (rect.width - graph.width * zoom) / 2), y: Math.max(8, Math.min(96, (rect.height - graph.height * zoom) / 2)) });
    }
  };
  useEffect(() => {
    fit();
    const resized = new ResizeObserver(fit);
    const onWheel = (/** @type {WheelEvent} */ event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && graph.height < 600 && graph.width < 1200) {
        return;
      }
      event.preventDefault();
      const rect = /** @type {HTMLElement} */ (box.current).getBoundingClientRect();
      setView(old => {
        if (!old) {
          return old;
        }
        const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, old.zoom * Math.exp(-event.deltaY / 400)));
        const [mx, my] = [event.clientX - rect.left, event.clientY - rect.top];
        return { zoom, x: mx - (mx - old.x) * zoom / old.zoom, y: my - (my - old.y) * zoom / old.zoom };
      });
    };
    const element = /** @type {HTMLElement} */ (box.current);
    resized.observe(element);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      resized.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, [graph]);
  const byId = new Map(tasks.map(task => [task.id, task]));
  const critical = criticalPath(tasks);
  const zoomBy = (/** @type {number} */ factor) => setView(old => old && { ...old, zoom: Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, old.zoom * factor)) });
  return html`<div class="graph" ref=${box}
      onPointerDown=${(/** @type {PointerEvent} */ event) => { drag.current = { x: event.clientX, y: event.clientY, moved: false }; }}
      onPointerMove=${(/** @type {PointerEvent} */ event) => {
        const from = drag.current;
        if (from && event.buttons === 1) {
          const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
          if (from.moved || Math.hypot(dx, dy) > 3) {
            drag.current = { x: event.clientX, y: event.clientY, moved: true };
            setView(old => old && { ...old, x: old.x + dx, y: old.y + dy });
          }
        }
      }}>
    ${view ? html`<svg class="drawing" width="100%" height="100%" role="group" aria-label=${`Graph of ${graph.dag}: ${graph.nodes.length} tasks`}>
      <g transform=${`translate(${view.x} ${view.y}) scale(${view.zoom})`}>
        ${graph.groups.map((/** @type {any} */ group) => html`<g key=${'g' + group.id} class="group"><rect x=${group.x} y=${group.y} width=${group.width} height=${group.height} rx="8" /><text x=${group.x + 14} y=${group.y + 20}>${group.id}</text><title>${group.id}${group.doc ? '\n' + group.doc : ''}</title></g>`)}
        ${graph.edges.map((/** @type {any} */ edge) => edge.points.length ? html`<path key=${edge.from + '>' + edge.to + edge.kind} d=${line(edge.points)}
          class=${'edge ' + edge.kind.toLowerCase() + (critical.get(edge.to) === edge.from ? ' critical' : '')} />` : null)}
        ${graph.nodes.map((/** @type {any} */ node) => html`<${Node} key=${node.id} node=${node} task=${byId.get(node.id)} chosen=${node.id === chosen} />`)}
      </g></svg>` : null}
    ${critical.size ? html`<p class="graph-legend muted"><i />the critical path, what the time of the run hangs on</p>` : null}
    <div class="graph-tools"><button class="small" aria-label="Zoom in" onClick=${() => zoomBy(1.25)}>+</button><button class="small" aria-label="Zoom out" onClick=${() => zoomBy(0.8)}>−</button><button class="small" onClick=${fit}>Fit</button></div></div>`;
}
