// @ts-check
import { html } from 'htm/preact';
import { route } from '../route.js';
import { Empty } from '../parts.js';

/** What stands at an address without a page. */
export const NotFound = () => html`<${Empty} title="No page stands here">
  <p>Expected an address of the console, but found <code>${route.value.path}</code>.</p>
  <p><a class="link" href="/">Now</a> · <a class="link" href="/dags">DAGs</a> · <a class="link" href="/runs">Runs</a></p><//>`;
