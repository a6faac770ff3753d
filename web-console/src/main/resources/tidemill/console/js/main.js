// @ts-check
/** Starts the console. */
import { render } from 'preact';
import { html } from 'htm/preact';
import { Frame } from './frame.js';
import { listenToKeys } from './keys.js';
import { connect } from './live.js';
import { followLinks } from './route.js';
import { applyTheme } from './theme.js';

applyTheme();
followLinks();
listenToKeys();
connect();
render(html`<${Frame} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
