// @ts-check
/** Requests to the API, and their refusals. */
import { signal } from '@preact/signals';
import { navigate, route } from './route.js';

const ROOT = '/api/v1';

/** Whether the server asked for a login. */
export const signedOut = signal(false);

/**
 * A request that was not done.
 */
export class Problem extends Error {
  /**
   * @param {number} status HTTP status, 0 where nobody answered
   * @param {string} code stable word for the kind of problem
   * @param {string} message
   * @param {string} requestId what the server's log calls the request, empty where nobody answered
   * @param {{code: string, field: string, message: string}[]} errors
   */
  constructor(status, code, message, requestId, errors) {
    super(message);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.errors = errors;
  }
}

/**
 * The problem an answer tells.
 * @param {Response} answer
 */
export async function problem(answer) {
  let body;
  try {
    body = await answer.json();
  } catch {
    body = null;
  }
  if (body && Array.isArray(body.errors) && body.errors.length) {
    return new Problem(answer.status, body.title, body.errors.map((/** @type {any} */ each) => each.message).join('\n'),
        body.requestId ?? '', body.errors);
  }
  return new Problem(answer.status, 'http-' + answer.status, 'Expected an answer of the API, but found status '
      + answer.status, '', []);
}

/**
 * Asks the API.
 * @param {string} path below `/api/v1`
 * @param {RequestInit} [options]
 * @returns {Promise<any>} the answer, null where it has no content
 */
export async function ask(path, options = {}) {
  return send(ROOT + path, options);
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function send(url, options) {
  let answer;
  try {
    answer = await fetch(url, { ...options, credentials: 'same-origin' });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') {
      throw e;
    }
    throw new Problem(0, 'unreachable', 'Expected an answer of the server at ' + location.host
        + ', but found none. Is it running? Start it with: tidemill dev', '', []);
  }
  if (answer.status === 401 && url !== '/session') {
    signedOut.value = true;
    if (route.value.path !== '/login') {
      navigate('/login?next=' + encodeURIComponent(location.pathname + location.search + location.hash),
          { replace: true });
    }
  }
  if (!answer.ok) {
    throw await problem(answer);
  }
  return answer.status === 204 ? null : answer.json();
}

const REPEATS = 3;
const REPEAT_MILLIS = 500;

/** An id no other command has. */
function commandId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Asks for a change. One call is one command under an id of its own: where nobody answered it is sent again, and happens once.
 * @param {string} path below `/api/v1`
 * @param {object} body
 */
export const order = (path, body) => ensure(path, { ...body, commandId: commandId() });

/**
 * Asks for something that changes nothing when it is asked again, and so needs no id.
 * @param {string} path below `/api/v1`
 * @param {object} body
 */
export async function ensure(path, body) {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  for (let repeat = 0; ; repeat++) {
    try {
      return await ask(path, options);
    } catch (e) {
      if (!(e instanceof Problem) || e.status !== 0 && e.status !== 503 || repeat === REPEATS) {
        throw e;
      }
      await new Promise(resolve => setTimeout(resolve, REPEAT_MILLIS * 2 ** repeat));
    }
  }
}

/**
 * Begins a session.
 * @param {{token?: string, code?: string}} secret
 */
export async function signIn(secret) {
  await send('/session', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(secret),
  });
  signedOut.value = false;
}

/** Who is logged in. @returns {Promise<{name: string, role: string, permissions: string[]}>} */
export const whoAmI = () => send('/session', {});

/** Ends the session. */
export async function signOut() {
  await send('/session', { method: 'DELETE' });
  signedOut.value = true;
  navigate('/login');
}

/** Path of a run below `/api/v1`. @param {string} dag @param {number | string} run */
export const runPath = (dag, run) => '/runs/' + encodeURIComponent(dag) + '/' + run;

/** Path of a task below `/api/v1`. @param {string} dag @param {number | string} run @param {string} task */
export const taskPath = (dag, run, task) => runPath(dag, run) + '/tasks/' + encodeURIComponent(task);
