// @ts-check
/** Fields of a form from the types of a DAG's parameters. */
import { html } from 'htm/preact';

/** @typedef {{name: string, type: string, doc: string, byDefault: string | null}} Param */

const KINDS = /** @type {Record<string, string>} */ ({ date: 'date', time: 'time', 'date-time': 'datetime-local', integer: 'number', number: 'number' });
const HINTS = /** @type {Record<string, string>} */ ({
  instant: '2026-01-31T08:30:00Z', duration: 'PT15M', zone: 'Europe/Berlin', object: '{"key": "value"}',
});

/** Whether a value is written as JSON. @param {string} type */
const isJson = type => type === 'object' || type.startsWith('array:');

/**
 * Texts to begin with: given values, else defaults.
 * @param {Param[]} params
 * @param {Record<string, any>} [given]
 * @returns {Record<string, string>}
 */
export function initial(params, given) {
  return Object.fromEntries(params.map(param => {
    const value = given && param.name in given ? given[param.name] : param.byDefault === null ? undefined : JSON.parse(param.byDefault);
    return [param.name, value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)];
  }));
}

/**
 * The object that texts stand for, and what is wrong with them, by name. An empty text of a parameter with a default leaves it out.
 * @param {Param[]} params
 * @param {Record<string, string>} texts
 */
export function read(params, texts) {
  /** @type {Record<string, any>} */
  const object = {};
  /** @type {Record<string, string>} */
  const problems = {};
  for (const { name, type, byDefault } of params) {
    const text = texts[name] ?? '';
    if (text === '' && type !== 'string') {
      if (byDefault === null) {
        problems[name] = 'A value is needed';
      }
    } else if (text === '' && byDefault === 'null') {
      object[name] = null;
    } else if (type === 'boolean') {
      object[name] = text === 'true';
    } else if (type === 'integer' && !/^-?\d{1,19}$/.test(text)) {
      problems[name] = 'Expected a whole number';
    } else if (type === 'integer' || type === 'number') {
      const number = Number(text);
      if (Number.isNaN(number)) {
        problems[name] = 'Expected a number';
      } else if (type === 'integer' && !Number.isSafeInteger(number)) {
        problems[name] = 'A browser cannot send this number exactly; use: tidemill run';
      } else {
        object[name] = number;
      }
    } else if (isJson(type)) {
      try {
        object[name] = JSON.parse(text);
      } catch (e) {
        problems[name] = 'Expected JSON: ' + (e instanceof Error ? e.message : '');
      }
    } else {
      object[name] = text;
    }
  }
  return { object, problems };
}

/** @param {Param} param @param {string} value @param {(value: string) => void} set @param {boolean} first @param {string} id @param {string} [without] */
function control(param, value, set, first, id, without) {
  const onInput = (/** @type {any} */ event) => set(event.target.value);
  if (param.type === 'boolean') {
    return html`<select id=${id} autofocus=${first} value=${value} onChange=${onInput}>${without ? html`<option value="">${without}</option>` : null}<option value="true">true</option><option value="false">false</option></select>`;
  }
  if (param.type.startsWith('enum:')) {
    return html`<select id=${id} autofocus=${first} value=${value} onChange=${onInput}>${without || param.byDefault === null && !value ? html`<option value="">${without ?? 'choose'}</option>` : null}
      ${param.type.slice(5).split('|').map(each => html`<option key=${each} value=${each}>${each}</option>`)}</select>`;
  }
  if (isJson(param.type)) {
    return html`<textarea id=${id} autofocus=${first} rows="3" spellcheck=${false} placeholder=${without ?? HINTS[param.type] ?? '[]'} value=${value} onInput=${onInput} />`;
  }
  return html`<input id=${id} autofocus=${first} type=${KINDS[param.type] ?? 'text'} step=${param.type === 'number' ? 'any' : undefined}
    placeholder=${without ?? HINTS[param.type] ?? ''} autocomplete="off" spellcheck=${false} value=${value} onInput=${onInput} />`;
}

/**
 * @param {{param: Param, value: string, set: (value: string) => void, problem?: string, first?: boolean, without?: string}} props without: what an empty value means, where it may be empty
 */
export function FieldInput({ param, value, set, problem, first, without }) {
  const id = 'param-' + param.name;
  const type = param.type.startsWith('enum:') ? 'choice' : param.type;
  return html`<div class="field ${problem && value !== '' ? 'wrong' : ''}"><label for=${id}><b>${param.name}</b> <span class="faint">${type}${param.byDefault === null && !without ? ', required' : ''}</span></label>
    ${control(param, value, set, Boolean(first), id, without)}
    ${param.doc ? html`<p class="muted">${param.doc}</p>` : null}${problem && (value !== '' || param.byDefault !== null) ? html`<p class="bad-text" role="alert">${problem}</p>` : null}</div>`;
}
