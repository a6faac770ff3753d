// @ts-check
/**
 * Changes as the server tells them: one stream a tab. While there is none, those who listen are called every few seconds instead.
 */
import { signal } from '@preact/signals';
import { signedOut } from './api.js';

/** @typedef {{kind: string, dag: string, run: number, task: number, shardIndex: number, done: number, total: number}} Change */
/** @typedef {{about: (change: Change) => boolean, call: () => void, every: number, timer: any, due: boolean}} Listener */

const COALESCE_MILLIS = 250;
const POLL_MILLIS = 5_000;
const SLOW_POLL_MILLIS = 30_000;
const SILENCE_MILLIS = 25_000;
const MOST_WAIT_MILLIS = 15_000;
const MOST_PROGRESS = 1_000;

/** `live`: changes arrive; `connecting`; `polling`: the stream is gone, and the page asks again and again. */
export const live = signal('connecting');

/** How far running bodies said they are, by `dag/run/task/shard`. */
export const progress = signal(/** @type {Record<string, {done: number, total: number}>} */ ({}));

/** @type {Set<Listener>} */
const listeners = new Set();
/** @type {AbortController | null} */
let stream = null;
let failures = 0;
let heard = 0;

/**
 * Calls back when something changed, not more often than it should.
 * @param {(change: Change) => boolean} about whether a change counts
 * @param {() => void} call
 * @param {number} [every] least time between two calls, in milliseconds
 * @returns {() => void} ends it
 */
export function listen(about, call, every = COALESCE_MILLIS) {
  /** @type {Listener} */
  const listener = { about, call, every, timer: null, due: false };
  listeners.add(listener);
  return () => {
    clearTimeout(listener.timer);
    listeners.delete(listener);
  };
}

/** @param {Listener} listener */
function tell(listener) {
  if (listener.timer) {
    listener.due = true;
    return;
  }
  listener.call();
  listener.timer = setTimeout(() => {
    listener.timer = null;
    if (listener.due) {
      listener.due = false;
      tell(listener);
    }
  }, listener.every);
}

function tellAll() {
  if (document.visibilityState === 'visible' && !signedOut.value) {
    listeners.forEach(tell);
  }
}

/** @param {Change} change */
function told(change) {
  if (change.kind === 'progress') {
    const known = Object.keys(progress.value).length < MOST_PROGRESS ? progress.value : {};
    progress.value = {
      ...known,
      [change.dag + '/' + change.run + '/' + change.task + '/' + change.shardIndex]: { done: change.done, total: change.total },
    };
  }
  listeners.forEach(listener => {
    if (listener.about(change)) {
      tell(listener);
    }
  });
}

async function read() {
  const control = new AbortController();
  stream = control;
  const answer = await fetch('/api/v1/events', { signal: control.signal, credentials: 'same-origin' });
  if (answer.status === 401) {
    signedOut.value = true;
  }
  if (!answer.ok || !answer.body) {
    throw new Error('status ' + answer.status);
  }
  const again = live.value !== 'live' && failures > 0;
  live.value = 'live';
  failures = 0;
  heard = Date.now();
  if (again) {
    tellAll();
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      throw new Error('the stream ended');
    }
    heard = Date.now();
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').filter(line => line.startsWith('data: ')).map(line => line.slice(6)).join('\n');
      if (data) {
        told(JSON.parse(data));
      }
    }
  }
}

async function keepReading() {
  for (;;) {
    try {
      await read();
    } catch {
      stream = null;
      failures++;
      live.value = failures > 1 ? 'polling' : 'connecting';
    }
    const wait = Math.min(MOST_WAIT_MILLIS, 500 * 2 ** Math.min(failures, 5));
    await new Promise(resolve => setTimeout(resolve, signedOut.value ? 1_000 : wait));
  }
}

/** Opens the stream and keeps it open. */
export function connect() {
  keepReading();
  setInterval(() => {
    // The server sends a sign of life every ten seconds; without one the connection is dead, as after a laptop's sleep.
    if (stream && live.value === 'live' && Date.now() - heard > SILENCE_MILLIS) {
      stream.abort();
    }
  }, POLL_MILLIS);
  let polls = 0;
  setInterval(() => {
    polls++;
    if (live.value !== 'live' || polls % (SLOW_POLL_MILLIS / POLL_MILLIS) === 0) {
      tellAll();
    }
  }, POLL_MILLIS);
  document.addEventListener('visibilitychange', tellAll);
}
