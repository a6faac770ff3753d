// @ts-check
/** Data of a page: asked once, and again whenever something about it changed. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ask } from './api.js';
import { listen } from './live.js';

/** @typedef {import('./live.js').Change} Change */
/** @template T @typedef {{data: T | null, error: Error | null, slow: boolean, reload: () => void}} Loaded */

const NEVER = () => false;
const SLOW_MILLIS = 300;

/** Least time between two requests of a page that shows everything, in milliseconds. */
export const CALM = 1_000;

/**
 * Asks the API for a path. Older data stay while newer ones are on their way, also of another path of the same page.
 * @param {string | null} path null: nothing
 * @param {(change: Change) => boolean} [about] which changes make it ask again
 * @param {number} [every] least time between two requests, in milliseconds
 * @returns {Loaded<any>}
 */
export function useData(path, about = NEVER, every = undefined) {
  const [state, setState] = useState(/** @type {{path: string | null, data: any, error: Error | null, slow: boolean}} */ (
    { path: null, data: null, error: null, slow: false }));
  const asked = useRef(/** @type {AbortController | null} */ (null));
  const again = useRef(false);
  const alive = useRef(true);
  const aboutNow = useRef(about);
  aboutNow.current = about;

  const load = useCallback(() => {
    if (path === null) {
      return;
    }
    if (asked.current) {
      again.current = true;
      return;
    }
    const control = new AbortController();
    asked.current = control;
    const slow = setTimeout(() => setState(old => ({ ...old, slow: true })), SLOW_MILLIS);
    ask(path, { signal: control.signal })
      .then(data => setState({ path, data, error: null, slow: false }))
      .catch(error => {
        if (!control.signal.aborted) {
          setState(old => ({ path, data: old.path === path ? old.data : null, error, slow: false }));
        }
      })
      .finally(() => {
        clearTimeout(slow);
        if (asked.current === control) {
          asked.current = null;
          if (again.current && alive.current) {
            again.current = false;
            load();
          }
        }
      });
  }, [path]);

  useEffect(() => {
    alive.current = true;
    again.current = false;
    load();
    const end = listen(change => aboutNow.current(change), load, every);
    return () => {
      end();
      alive.current = false;
      asked.current?.abort();
      asked.current = null;
    };
  }, [load]);

  const mine = state.path === path;
  return {
    data: state.data, error: mine ? state.error : null, slow: state.slow && (state.data === null || !mine), reload: load,
  };
}

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/**
 * Asks the API for what never changes, once.
 * @param {string | null} path
 * @returns {{data: any, error: Error | null}}
 */
export function useConstant(path) {
  const [state, setState] = useState(/** @type {{path: string | null, data: any, error: Error | null}} */ (
    { path: null, data: null, error: null }));
  useEffect(() => {
    if (path === null) {
      return undefined;
    }
    let alive = true;
    let answer = kept.get(path);
    if (!answer) {
      answer = ask(path);
      kept.set(path, answer);
      answer.catch(() => kept.delete(path));
    }
    answer.then(data => alive && setState({ path, data, error: null }),
        error => alive && setState({ path, data: null, error }));
    return () => { alive = false; };
  }, [path]);
  return state.path === path ? state : { data: null, error: null };
}
