// @ts-check
/** The log of one attempt: only the lines in sight are drawn. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, runPath, taskPath } from '../api.js';
import { useData } from '../data.js';
import { bytes, clock, count, counted, zone } from '../format.js';
import { listen } from '../live.js';
import { navigate, route, withQuery } from '../route.js';
import { Empty, ErrorBox, Show } from '../parts.js';
import { plain, spans } from './ansi.js';

const LINE = 19;
const AHEAD = 20;
const MOST_CHARACTERS = 24_000_000;
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (?:(OUT|ERR|TRACE|DEBUG|INFO|WARN|ERROR) )?/;
const BAD = /\b(ERROR|FATAL|SEVERE|Exception|Caused by:)\b|^\s+at [\w.$]+\(/;

/** @typedef {{dag: string, run: number, task: string, shard: number, attempt: number}} Source */

/**
 * The lines of a log, growing while it does.
 * @param {Source} source
 */
function useLines(source) {
  const [state, setState] = useState(/** @type {{lines: string[], done: boolean, full: boolean, error: Error | null}} */ (
    { lines: [], done: false, full: false, error: null }));
  const key = JSON.stringify(source);
  useEffect(() => {
    let alive = true;
    let after = -1;
    let rest = '';
    let size = 0;
    let busy = false;
    let again = false;
    /** @type {string[]} */
    let lines = [];
    setState({ lines, done: false, full: false, error: null });
    const read = async () => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      try {
        for (let more = true; more && alive && size < MOST_CHARACTERS;) {
          const page = await ask(`${taskPath(source.dag, source.run, source.task)}/log?shard=${source.shard}&attempt=${source.attempt}&after=${after}`);
          if (!alive) {
            return;
          }
          after = page.next;
          size += page.text.length;
          const found = (rest + page.text).split('\n');
          rest = found.pop() ?? '';
          lines = found.length ? lines.concat(found) : lines;
          more = page.more;
          setState({ lines: rest ? [...lines, rest] : lines, done: !more, full: size >= MOST_CHARACTERS, error: null });
        }
      } catch (e) {
        if (alive) {
          setState(old => ({ ...old, error: /** @type {Error} */ (e) }));
        }
      }
      busy = false;
      if (again && alive) {
        again = false;
        read();
      }
    };
    read();
    const end = listen(change => change.dag === source.dag && change.run === source.run && change.kind !== 'progress', read);
    return () => {
      alive = false;
      end();
    };
  }, [key]);
  return state;
}

/** The lines that the address names, from 1. @param {string} hash */
function marked(hash) {
  const found = hash.match(/^#L(\d+)(?:-L(\d+))?$/);
  if (!found) {
    return null;
  }
  const [a, b] = [Number(found[1]), Number(found[2] ?? found[1])];
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

/** @param {{line: string, number: number, on: boolean, hit: boolean, find: string, pick: (event: MouseEvent, number: number) => void}} props */
function Line({ line, number, on, hit, find, pick }) {
  const time = line.match(TIME);
  const text = time ? line.slice(time[0].length) : line;
  const level = time?.[2] ?? '';
  const bad = level === 'ERROR' || BAD.test(text);
  return html`<div class="log-line ${bad ? 'bad' : level === 'WARN' ? 'warn' : ''} ${on ? 'on' : ''} ${hit ? 'hit' : ''}" style=${{ top: (number - 1) * LINE + 'px' }}>
    <a class="log-number" href=${'#L' + number} onClick=${(/** @type {MouseEvent} */ event) => pick(event, number)}>${number}</a>
    <span class="log-time" title=${time ? time[1] : ''}>${time ? clock(time[1]).slice(-8) + (time[1].match(/\.\d{3}/)?.[0] ?? '') : ''}</span>
    <span class="log-level">${level === 'OUT' ? '' : level}</span><span class="log-text">${spans(text).map(part => html`<span class=${part.kind}>${find ? found(part.text, find) : part.text}</span>`)}</span></div>`;
}

/** A text with the occurrences of a word marked. @param {string} text @param {string} word */
function found(text, word) {
  const parts = [];
  const low = text.toLowerCase();
  let from = 0;
  for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, from)) {
    parts.push(text.slice(from, at), html`<mark>${text.slice(at, at + word.length)}</mark>`);
    from = at + word.length;
  }
  return [...parts, text.slice(from)];
}

/** @param {{source: Source, running: boolean, name: string}} props */
export function LogView({ source, running, name }) {
  const { lines, done, full, error } = useLines(source);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const [follow, setFollow] = useState(running && !route.value.hash);
  const [find, setFind] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const mark = marked(route.value.hash);
  const word = find.toLowerCase();
  const hits = word ? lines.flatMap((line, i) => plain(line).toLowerCase().includes(word) ? [i] : []) : [];
  const firstBad = lines.findIndex(line => BAD.test(plain(line)));
  const show = (/** @type {number} */ index) => {
    setFollow(false);
    box.current?.scrollTo({ top: Math.max(0, index * LINE - height / 3) });
  };
  useEffect(() => {
    const element = /** @type {HTMLElement} */ (box.current);
    const resized = new ResizeObserver(() => setHeight(element.clientHeight));
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    if (follow && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [lines.length, follow]);
  const shownMark = useRef('');
  useEffect(() => {
    if (mark && lines.length >= mark.from && shownMark.current !== route.value.hash) {
      shownMark.current = route.value.hash;
      show(mark.from - 1);
    }
  }, [lines.length, route.value.hash]);
  const pick = (/** @type {MouseEvent} */ event, /** @type {number} */ number) => {
    event.preventDefault();
    const hash = event.shiftKey && mark ? `#L${Math.min(mark.from, number)}-L${Math.max(mark.from, number)}` : '#L' + number;
    shownMark.current = hash;
    navigate(location.pathname + location.search + hash, { replace: true });
  };
  const step = (/** @type {number} */ by) => {
    if (hits.length) {
      const next = (at + by + hits.length) % hits.length;
      setAt(next);
      show(hits[next]);
    }
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([lines.map(plain).join('\n') + '\n'], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${source.dag}-${source.run}-${name}-${source.attempt}.log`.replaceAll(/[^\w.-]+/g, '_');
    link.click();
    URL.revokeObjectURL(url);
  };
  const first = Math.max(0, Math.floor(top / LINE) - AHEAD);
  const last = Math.min(lines.length, Math.ceil((top + height) / LINE) + AHEAD);
  return html`<div class="log"><div class="tools">
      <input data-search class="filter" type="search" aria-label="Search the log" placeholder="Search" value=${find}
        onInput=${(/** @type {any} */ event) => { setFind(event.target.value); setAt(0); }}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') { event.preventDefault(); step(event.shiftKey ? -1 : hits.length && box.current && top === 0 && at === 0 ? 0 : 1); } }} />
      ${word ? html`<span class="muted tnum">${hits.length ? `${Math.min(at + 1, hits.length)} of ${count(hits.length)}` : 'none'}</span><button class="small" aria-label="Previous" onClick=${() => step(-1)}>↑</button><button class="small" aria-label="Next" onClick=${() => step(1)}>↓</button>` : null}
      ${firstBad >= 0 ? html`<button class="small" onClick=${() => show(firstBad)}>First error</button>` : null}
      <span class="grow" /><span class="faint tnum">${count(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}</span>
      ${running ? html`<button class="small ${follow ? 'on' : ''}" aria-pressed=${follow} onClick=${() => setFollow(!follow)}>${follow ? 'Following' : 'Follow'}</button>` : null}
      <button class="small" disabled=${!lines.length} onClick=${download}>Download</button></div>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    ${full ? html`<p class="stale">Only the first ${bytes(MOST_CHARACTERS)} stand here. All of it: <code>tidemill logs ${source.dag}/${source.run} ${source.task}</code></p>` : null}
    <div class="log-box" ref=${box} tabindex="0" role="log" aria-label=${'Log of ' + name} data-zone=${zone.value}
      onScroll=${(/** @type {any} */ event) => {
        setTop(event.target.scrollTop);
        if (follow && event.target.scrollTop + event.target.clientHeight < event.target.scrollHeight - 3 * LINE) {
          setFollow(false);
        }
      }}>
      ${lines.length ? html`<div class="log-lines" style=${{ height: lines.length * LINE + 'px' }}>${lines.slice(first, last).map((line, i) => html`<${Line} key=${first + i} line=${line} number=${first + i + 1}
        on=${mark !== null && first + i + 1 >= mark.from && first + i + 1 <= mark.to} hit=${word !== '' && hits[at] === first + i} find=${word} pick=${pick} />`)}</div>`
        : done ? html`<p class="nothing">It logged nothing${running ? ' yet' : ''}.</p>` : null}</div></div>`;
}

/** Lines of all logs of a run that have a text, found by the server. @param {{run: any, text: string}} props */
function Hits({ run, text }) {
  const [found, setFound] = useState(/** @type {{hits: any[], next: string | null, bytes: number} | null} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const search = (/** @type {any} */ before) => ask(runPath(run.dag, run.run) + '/log/search?' + new URLSearchParams({ text, limit: '200', ...before?.next ? { after: before.next } : {} }))
    .then(page => { setError(null); setFound({ hits: [...before?.hits ?? [], ...page.hits], next: page.next, bytes: (before?.bytes ?? 0) + page.bytes }); }, setError);
  useEffect(() => {
    setFound(null);
    search(null);
  }, [text]);
  if (error) {
    return html`<${ErrorBox} error=${error} />`;
  }
  return found === null ? null : html`<p class="faint" role="status">${found.hits.length ? counted(found.hits.length, 'line') + (found.next ? ' so far' : '') : found.next ? 'nothing so far' : 'no line'} in ${bytes(found.bytes)}</p>
    <ul class="hits">${found.hits.map(hit => html`<li key=${hit.task + hit.shardIndex + '.' + hit.attempt + '.' + hit.line}><a href=${withQuery({ tab: 'log', task: hit.task, shard: hit.shardIndex < 0 ? null : hit.shardIndex, attempt: hit.attempt }) + '#L' + hit.line}
      title=${hit.text}><span>${nameOf(hit)}<span class="faint">:${hit.line}</span></span><span class="clip">${plain(hit.text).replace(TIME, '')}</span></a></li>`)}</ul>
    ${found.next ? html`<button class="small" onClick=${() => search(found)}>Search on</button>` : null}`;
}

/** How people name an attempt's log. @param {any} source */
const nameOf = source => source.task + (source.shardIndex < 0 ? '' : `[${source.shard ?? '#' + source.shardIndex}]`);

/** The logs of a run: a list of attempts beside the log of the chosen one. @param {{run: any, tasks: any[]}} props */
export function Logs({ run, tasks }) {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  const loaded = useData(runPath(run.dag, run.run) + '/log', change => change.dag === run.dag && change.run === run.run && change.kind !== 'progress');
  const { query } = route.value;
  return html`<${Show} loaded=${loaded}>${(/** @type {any[]} */ sources) => {
    if (!sources.length) {
      return html`<${Empty} title=${run.endedAt ? 'Nothing was logged' : 'Nothing was logged yet'}><p>What a body prints or logs stands here: <code>System.out</code>, <code>ctx.log()</code>, and the error of a failed attempt.</p><//>`;
    }
    const chosen = sources.find(source => source.task === query.get('task') && String(source.shardIndex) === (query.get('shard') ?? '-1') && String(source.attempt) === query.get('attempt'))
      ?? [...sources].reverse().find(source => source.task === query.get('task') && (query.get('shard') === null || String(source.shardIndex) === query.get('shard')))
      ?? sources.find(source => tasks.some(task => task.id === source.task && (task.state === 'FAILED' || task.state === 'RUNNING'))) ?? sources[0];
    const words = text.toLowerCase();
    const shown = sources.filter(source => nameOf(source).toLowerCase().includes(words)).slice(0, 500);
    const task = tasks.find(each => each.id === chosen.task);
    return html`<div class="logs"><div class="log-list"><input class="filter" type="search" aria-label="Filter attempts" placeholder=${`Filter ${count(sources.length)} logs`} value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)} />
      <input class="filter" type="search" aria-label="Search all logs" placeholder="Search all logs, Enter" maxlength="200" onChange=${(/** @type {any} */ event) => setWanted(event.target.value.trim())} />
      ${wanted ? html`<${Hits} run=${run} text=${wanted} />` : html`<ul>${shown.map(source => html`<li key=${nameOf(source) + source.attempt}><a class=${source === chosen ? 'on' : ''} aria-current=${source === chosen ? 'true' : undefined}
        href=${withQuery({ tab: 'log', task: source.task, shard: source.shardIndex < 0 ? null : source.shardIndex, attempt: source.attempt })}><span>${nameOf(source)}</span><span class="faint">${source.attempt > 1 ? 'attempt ' + source.attempt + ' · ' : ''}${bytes(source.bytes)}</span></a></li>`)}</ul>`}</div>
      <${LogView} key=${nameOf(chosen) + chosen.attempt} name=${nameOf(chosen)} running=${!run.endedAt && task?.state === 'RUNNING'} source=${{ dag: run.dag, run: run.run, task: chosen.task, shard: chosen.shardIndex, attempt: chosen.attempt }} /></div>`;
  }}<//>`;
}
