// @ts-check
/** The address as state: path, query and fragment, and how it changes without loading the page again. */
import { signal } from '@preact/signals';

/** @typedef {{path: string, query: URLSearchParams, hash: string}} Route */

/** @returns {Route} */
const read = () => ({ path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash });

/** The present address. */
export const route = signal(read());

/**
 * Goes to an address.
 * @param {string} url
 * @param {{replace?: boolean}} [options] replace: Back does not return to the present one
 */
export function navigate(url, options = {}) {
  const target = new URL(url, location.href);
  const same = target.pathname === location.pathname;
  history[options.replace ? 'replaceState' : 'pushState'](null, '', target);
  route.value = read();
  if (!same) {
    scrollTo(0, 0);
  }
}

/**
 * Changes parts of the query; null or an empty text takes a part away.
 * @param {Record<string, string | number | null | undefined>} changes
 * @param {{replace?: boolean, hash?: string}} [options] hash: new fragment; without one it goes
 */
export function setQuery(changes, options = {}) {
  navigate(withQuery(changes) + (options.hash ?? ''), options);
}

/**
 * The present address with another query.
 * @param {Record<string, string | number | null | undefined>} changes
 */
export function withQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') {
      query.delete(name);
    } else {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return location.pathname + (text ? '?' + text : '');
}

/**
 * The named parts of a path, or null where it has another form.
 * @param {string} pattern such as `/dags/:dag`
 * @param {string} path
 * @returns {Record<string, string> | null}
 */
export function match(pattern, path) {
  const wanted = pattern.split('/');
  const found = path.replace(/\/$/, '').split('/');
  if (wanted.length !== found.length && !(pattern === '/' && path === '/')) {
    return null;
  }
  /** @type {Record<string, string>} */
  const names = {};
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i].startsWith(':')) {
      try {
        names[wanted[i].slice(1)] = decodeURIComponent(found[i]);
      } catch {
        return null;
      }
    } else if (wanted[i] !== (found[i] ?? '')) {
      return null;
    }
  }
  return names;
}

/** Follows the browser's Back and Forward, and links of the page. */
export function followLinks() {
  addEventListener('popstate', () => { route.value = read(); });
  addEventListener('hashchange', () => { route.value = read(); });
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const href = link?.getAttribute('href');
    if (!link || !href || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey
        || event.shiftKey || event.altKey || link.target || link.hasAttribute('download') || !href.startsWith('/')
        || href.startsWith('//') || href.startsWith('/api/')) {
      return;
    }
    event.preventDefault();
    navigate(href);
  });
}

/** Address of a DAG. @param {string} dag */
export const dagUrl = dag => '/dags/' + encodeURIComponent(dag);

/** Address of an asset. @param {string} asset */
export const assetUrl = asset => '/assets/' + encodeURIComponent(asset);

/** Address of a run. @param {string} dag @param {number | string} run */
export const runUrl = (dag, run) => dagUrl(dag) + '/runs/' + run;
