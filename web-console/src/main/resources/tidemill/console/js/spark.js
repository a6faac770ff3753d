// @ts-check
/** The last runs of a DAG in one glance: a bar each, as high as it took. */
import { html } from 'htm/preact';
import { duration, exact } from './format.js';
import { runUrl } from './route.js';
import { look } from './state.js';

const HEIGHT = 22;
const SLOTS = 15;
const STEP = 8;

/** @param {{dag: string, runs: any[]}} props oldest first */
export function Spark({ dag, runs }) {
  const longest = Math.max(1, ...runs.map(run => run.tookMillis ?? 0));
  const offset = SLOTS - runs.length;
  const failed = runs.filter(run => run.status === 'FAILED').length;
  return html`<svg class="spark" width=${SLOTS * STEP} height=${HEIGHT} role="group"
      aria-label=${`last ${runs.length} runs: ${failed} failed`}>
    ${Array.from({ length: offset }, (_, i) => html`<rect class="none" x=${i * STEP} y=${HEIGHT - 2} width="5" height="2" />`)}
    ${runs.map((run, i) => {
      const height = run.tookMillis === null ? HEIGHT : 5 + Math.round((HEIGHT - 5) * Math.sqrt(run.tookMillis / longest));
      const x = (i + offset) * STEP;
      return html`<a href=${runUrl(dag, run.run)} tabindex="-1"><rect class="hit" x=${x - 1} y="0" width=${STEP} height=${HEIGHT} />
        <rect class=${look(run.status).tone} x=${x} y=${HEIGHT - height} width="5" height=${height} rx="1" />
        <title>${dag}/${run.run} ${look(run.status).word}${run.tookMillis === null ? '' : ' in ' + duration(run.tookMillis)}, ${exact(run.begunAt)}</title></a>`;
    })}</svg>`;
}
