// @ts-check
/** States of runs, tasks, shards and attempts: a colour, an icon and a word each. */
import { html } from 'htm/preact';

/** @typedef {{tone: string, icon: string, word: string}} Look */

const ICONS = /** @type {Record<string, string>} */ ({
  check: 'M2 6.5l2.8 2.800L10 3.5',
  cross: 'M2.5 2.500l7 7M9.5 2.500l-7 7',
  ring: 'M6 1.500a4.5 4.5 0 1 1-4.5 4.5',
  clock: 'M6 1.500a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9M6 3.800V6l1.6 1.2',
  retry: 'M10 6a4 4 0 1 1-1.3-2.950M9.9 1.300v2.200H7.7',
  dash: 'M2.5 6h7',
  broken: 'M4.8 7.200L3.6 8.400a1.7 1.7 0 0 1-2.4-2.400l1.2-1.200M7.2 4.800l1.2-1.200a1.7 1.7 0 0 1 2.4 2.400L9.6 7.200M4 2.200l.4 1.200M8 9.800l-.4-1.2',
  square: 'M3 3h6v6H3z',
  up: 'M6 10V2.500M3 5.500L6 2.500l3 3M2.5 10.500h7',
  pause: 'M4 2.500v7M8 2.500v7',
});

const LOOKS = /** @type {Record<string, Look>} */ ({
  SUCCESS: { tone: 'ok', icon: 'check', word: 'Success' },
  FAILED: { tone: 'bad', icon: 'cross', word: 'Failed' },
  TIMED_OUT: { tone: 'bad', icon: 'clock', word: 'Timed out' },
  UPSTREAM_FAILED: { tone: 'wait', icon: 'up', word: 'Upstream failed' },
  CANCELLED: { tone: 'wait', icon: 'square', word: 'Cancelled' },
  CANCELLING: { tone: 'retry', icon: 'square', word: 'Cancelling' },
  SKIPPED: { tone: 'wait', icon: 'dash', word: 'Skipped' },
  OMITTED: { tone: 'wait', icon: 'dash', word: 'Omitted' },
  RUNNING: { tone: 'run', icon: 'ring', word: 'Running' },
  QUEUED: { tone: 'run', icon: 'clock', word: 'Assigned' },
  ASSIGNED: { tone: 'run', icon: 'ring', word: 'With an agent' },
  READY: { tone: 'wait', icon: 'clock', word: 'Ready' },
  WAITING: { tone: 'wait', icon: 'clock', word: 'Waiting' },
  DEFERRED: { tone: 'wait', icon: 'pause', word: 'Deferred' },
  RETRY_WAIT: { tone: 'retry', icon: 'retry', word: 'Waits to retry' },
  LOST: { tone: 'retry', icon: 'broken', word: 'Lost' },
  RELEASED: { tone: 'wait', icon: 'retry', word: 'Released' },
  PAUSED: { tone: 'wait', icon: 'pause', word: 'Paused' },
  QUARANTINED: { tone: 'bad', icon: 'pause', word: 'Quarantined' },
  LATE: { tone: 'retry', icon: 'clock', word: 'Late' },
  MISSED: { tone: 'retry', icon: 'broken', word: 'Missed' },
  PAUSED: { tone: 'retry', icon: 'pause', word: 'Paused' },
  CONNECTED: { tone: 'ok', icon: 'check', word: 'Connected' },
  RESTING: { tone: 'retry', icon: 'pause', word: 'Resting' },
  DRAINING: { tone: 'retry', icon: 'pause', word: 'Draining' },
  AWAY: { tone: 'bad', icon: 'broken', word: 'Away' },
});

/** @param {string} state @returns {Look} */
export const look = state => LOOKS[state] ?? { tone: 'wait', icon: 'dash', word: state };

/** An icon of a state, 12 pixels. @param {{state: string}} props */
export function Icon({ state }) {
  const { icon, tone } = look(state);
  return html`<svg class="icon ${tone} ${icon === 'ring' ? 'turning' : ''}" viewBox="0 0 12 12" aria-hidden="true"><path d=${ICONS[icon]} /></svg>`;
}

/** Path of an icon, for drawings. @param {string} state */
export const iconPath = state => ICONS[look(state).icon];

/** A state with its icon and word. @param {{state: string, word?: string, plain?: boolean}} props */
export function State({ state, word, plain }) {
  return html`<span class="state ${look(state).tone} ${plain ? 'plain' : ''}"><${Icon} state=${state} />${word ?? look(state).word}</span>`;
}

/** Whether a task or run is over. @param {string} state */
export const isOver = state => ['SUCCESS', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED', 'UPSTREAM_FAILED', 'OMITTED'].includes(state);

/** Whether a state is a failure of its own. @param {string} state */
export const isFailed = state => state === 'FAILED' || state === 'TIMED_OUT';
