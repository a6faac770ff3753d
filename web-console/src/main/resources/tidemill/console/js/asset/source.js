// @ts-check
import { html } from 'htm/preact';
import { runUrl } from '../route.js';

/** Where an event comes from: the run whose task succeeded, or who told it. @param {{event: {producer: string, by: string}}} props */
export function Source({ event }) {
  const parts = event.producer.match(/^([^/]+)\/(\d+)\/(.+)$/);
  return parts ? html`<a class="link" href=${runUrl(parts[1], parts[2]) + '?task=' + encodeURIComponent(parts[3])}>${event.producer}</a>`
    : html`<span class="muted">${event.by ? 'outside, ' + event.by : 'outside'}</span>`;
}
