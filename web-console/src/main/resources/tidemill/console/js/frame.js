// @ts-check
/** The frame around every page: rail, top bar, palette. */
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { signOut } from './api.js';
import { caller, learnCaller } from './caller.js';
import { chooseZone, LOCAL_ZONE, zone } from './format.js';
import { KEYS, keysOpen, paletteOpen } from './keys.js';
import { live } from './live.js';
import { match, route } from './route.js';
import { Palette } from './palette.js';
import { Dialog, Menu } from './parts.js';
import { nextTheme, theme } from './theme.js';
import { Agents } from './pages/agents.js';
import { AssetPage } from './pages/asset.js';
import { Assets } from './pages/assets.js';
import { Audit } from './pages/audit.js';
import { Cluster } from './pages/cluster.js';
import { DagPage } from './pages/dag.js';
import { Dags } from './pages/dags.js';
import { Home } from './pages/home.js';
import { Login } from './pages/login.js';
import { NotFound } from './pages/notfound.js';
import { RunPage } from './pages/run.js';
import { Runs } from './pages/runs.js';
import { Schedule } from './pages/schedule.js';

const PAGES = /** @type {[string, any][]} */ ([
  ['/', Home], ['/dags', Dags], ['/dags/:dag', DagPage], ['/dags/:dag/runs/:run', RunPage],
  ['/runs', Runs], ['/schedule', Schedule], ['/assets', Assets], ['/assets/:asset', AssetPage], ['/agents', Agents],
  ['/audit', Audit], ['/cluster', Cluster],
]);

const RAIL = [
  { href: '/', name: 'Now', path: 'M2 8.500L8 3l6 5.500M4 7.200V13h8V7.2' },
  { href: '/dags', name: 'DAGs', path: 'M3 3.500h3v3H3zM10 2h3v3h-3zM10 11h3v3h-3zM6 5h2c1 0 1-1.5 2-1.500M6 5h1.500C9 5 8 12.5 10 12.5' },
  { href: '/runs', name: 'Runs', path: 'M3 4h10M3 8h7M3 12h9' },
  { href: '/schedule', name: 'Schedule', path: 'M8 2.500a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11M8 5v3l2 1.5' },
  { href: '/assets', name: 'Assets', path: 'M8 2.500l5.500 2.800v5.400L8 13.500l-5.500-2.800V5.300zM2.500 5.300L8 8l5.500-2.700M8 8v5.500' },
  { href: '/agents', name: 'Agents', path: 'M2.5 3.500h11v4h-11zM2.5 9.500h11v3.500h-11zM5 5.500h.1M5 11.300h.1' },
  { href: '/cluster', name: 'Cluster', path: 'M6 2.500h4v3H6zM2 10.500h4v3H2zM10 10.500h4v3h-4zM8 5.500v2.500M4 10.500V8h8v2.500' },
  { href: '/audit', name: 'Audit', needs: 'ADMINISTER', path: 'M4 2.500h6l2.5 2.500v8.500H4zM6 7h4.500M6 9.500h4.500M6 12h2.500' },
];

/** @param {string} href */
const isHere = href => href === '/' ? route.value.path === '/' : (route.value.path + '/').startsWith(href + '/');

function Rail() {
  const [folded, setFolded] = useState(localStorage.getItem('tidemill.rail') === 'folded');
  useEffect(() => {
    document.documentElement.dataset.rail = folded ? 'folded' : 'open';
    localStorage.setItem('tidemill.rail', folded ? 'folded' : 'open');
  }, [folded]);
  return html`<nav class="rail" aria-label="Pages">
    <a class="brand" href="/"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 6.500c2 0 2-2 4.3-2s2.2 2 4.3 2 2-2 4.4-2M1.5 11.500c2 0 2-2 4.3-2s2.2 2 4.3 2 2-2 4.4-2" /></svg><b>Tidemill</b></a>
    ${RAIL.filter(item => !item.needs || caller.value?.permissions.includes(item.needs)).map(item => html`<a key=${item.href} href=${item.href} title=${item.name} class=${isHere(item.href) ? 'on' : ''}
      aria-current=${isHere(item.href) ? 'page' : undefined}><svg viewBox="0 0 16 16" aria-hidden="true"><path d=${item.path} /></svg><span>${item.name}</span></a>`)}
    <span class="grow" />
    <button class="ghost fold" aria-expanded=${!folded} title=${folded ? 'Unfold' : 'Fold'} onClick=${() => setFolded(!folded)}>${folded ? '»' : '«'}<span>Fold</span></button>
  </nav>`;
}

const LIVE = /** @type {Record<string, [string, string]>} */ ({
  live: ['live', 'Changes show at once'],
  connecting: ['connecting', 'Waits for the stream of changes'],
  polling: ['not live', 'No stream of changes; the page asks every 5 seconds. What stands here may be old.'],
});

function crumbs() {
  const parts = route.value.path.split('/').filter(Boolean);
  const names = parts.map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  if (!parts.length) {
    return [{ name: 'Now', href: '/' }];
  }
  return names.map((name, i) => ({ name: i === 0 ? name === 'dags' ? 'DAGs' : name[0].toUpperCase() + name.slice(1) : name, href: '/' + parts.slice(0, i + 1).join('/') }))
    .filter(part => part.name !== 'runs' || parts.length === 1)
    .map(part => part.href.match(/\/runs\/\d+$/) ? { ...part, name: 'run ' + part.name } : part);
}

function Top() {
  const [word, why] = LIVE[live.value];
  const trail = crumbs();
  useEffect(() => { document.title = trail.map(crumb => crumb.name).join(' / ') + ' · Tidemill'; }, [route.value.path]);
  return html`<header class="top">
    <nav class="crumbs" aria-label="Where you are">${trail.map((crumb, i) => html`${i ? html`<span class="faint" aria-hidden="true">/</span>` : null}
      ${i === trail.length - 1 ? html`<b aria-current="page">${crumb.name}</b>` : html`<a href=${crumb.href}>${crumb.name}</a>`}`)}</nav>
    <span class="grow" />
    <button class="search" onClick=${() => { paletteOpen.value = true; }}><span>Find a DAG, run or action</span><kbd>Ctrl K</kbd></button>
    <label class="zone" title="Zone of all times">
      <select aria-label="Time zone" value=${zone.value} onChange=${(/** @type {any} */ event) => chooseZone(event.target.value)}>
        <option value="local">${LOCAL_ZONE}</option>${LOCAL_ZONE === 'UTC' ? null : html`<option value="UTC">UTC</option>`}</select></label>
    <span class="live ${live.value}" role="status" title=${why}><i class="dot" />${word}</span>
    <${Menu} class="ghost" label="⋯" title="More">
      ${caller.value ? html`<p class="menu-note">${caller.value.name}<span class="muted">, ${caller.value.role.toLowerCase()}</span></p>` : null}
      <button role="menuitem" onClick=${nextTheme}>Colours: ${theme.value}</button>
      <button role="menuitem" onClick=${() => { keysOpen.value = true; }}>Keyboard <kbd>?</kbd></button>
      <button role="menuitem" onClick=${() => signOut().catch(() => undefined)}>Log out</button><//>
  </header>`;
}

/** The whole console. */
export function Frame() {
  const path = route.value.path;
  const outside = path === '/login';
  useEffect(() => {
    if (!outside) {
      learnCaller();
    }
  }, [outside]);
  if (outside) {
    return html`<${Login} />`;
  }
  const found = PAGES.map(([pattern, page]) => ({ page, names: match(pattern, path) })).find(each => each.names);
  return html`<a class="skip" href="#main">To the content</a><${Rail} /><${Top} />
    <main id="main" tabindex="-1">${found ? html`<${found.page} key=${Object.values(found.names ?? {}).join('/')} ...${found.names} />` : html`<${NotFound} />`}</main>
    ${paletteOpen.value ? html`<${Palette} />` : null}
    ${keysOpen.value ? html`<${Dialog} title="Keyboard" close=${() => { keysOpen.value = false; }}>
      <table class="keys"><tbody>${KEYS.map(([keys, what]) => html`<tr><td><kbd>${keys}</kbd></td><td>${what}</td></tr>`)}</tbody></table><//>` : null}`;
}
