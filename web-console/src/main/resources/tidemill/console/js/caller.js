// @ts-check
/** Who is logged in, and what that allows. */
import { signal } from '@preact/signals';
import { html } from 'htm/preact';
import { whoAmI } from './api.js';

/** @typedef {{name: string, role: string, permissions: string[]}} Caller */

/** Null until the server has said. */
export const caller = signal(/** @type {Caller | null} */ (null));

/** Asks the server who is logged in. */
export function learnCaller() {
  whoAmI().then(told => { caller.value = told; }, () => { caller.value = null; });
}

/** What somebody needs who may do something. */
const LEAST = /** @type {Record<string, string>} */ ({ OPERATE: 'operator', DEPLOY: 'author', ADMINISTER: 'admin' });

/**
 * A button for what not everybody may do: whoever may not sees why.
 * @param {{needs?: string, children?: any, [attribute: string]: any}} props needs: the permission, OPERATE where nothing else is said
 */
export function Act({ needs = 'OPERATE', children, ...rest }) {
  const known = caller.value;
  return known === null || known.permissions.includes(needs) ? html`<button ...${rest}>${children}</button>`
    : html`<button ...${rest} disabled title=${`This needs the role ${LEAST[needs]}; ${known.name} has the role ${known.role.toLowerCase()}`}>${children}</button>`;
}
