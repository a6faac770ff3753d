// @ts-check
/** The versions of a DAG: what a file or an older version would change, shown before it becomes active. */
import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api.js';
import { Act } from '../caller.js';
import { useData } from '../data.js';
import { bytes, count, counted } from '../format.js';
import { dagUrl, navigate } from '../route.js';
import { Ago, CopyButton, Dialog, ErrorBox, Exact, Panel, Show, Skeleton } from '../parts.js';
import { State } from '../state.js';

const SIGNS = /** @type {Record<string, string>} */ ({ ADDED: '+', REMOVED: '−', CHANGED: '~' });

/** @param {{details: any[], added: boolean}} props */
const Details = ({ details, added }) => html`${details.map(detail => html`<div key=${detail.what}><span class="muted">${detail.what}</span>
  ${added ? null : html`<del>${detail.before || 'none'}</del> → `}<ins>${detail.after || 'none'}</ins></div>`)}`;

/** What a deployment does, DAG by DAG. @param {{plan: any}} props */
export const DeploymentPlan = ({ plan }) => html`${plan.warnings.map((/** @type {string} */ warning) => html`<p key=${warning} class="cause">${warning}</p>`)}
  ${plan.dags.map((/** @type {any} */ step) => html`<section key=${step.dag}><h3>${step.dag}: ${step.from ? `version ${step.from} → ` : ''}${step.to ? `version ${step.to}` : 'a new version'}</h3>
    ${step.changes.length ? html`<div class="scroll"><table class="list changes"><tbody>${step.changes.map((/** @type {any} */ change) => html`<tr key=${change.subject + change.name} class=${change.kind.toLowerCase()}>
        <td class="fit mono" title=${change.kind.toLowerCase()}>${SIGNS[change.kind]}</td><td class="fit">${change.subject.toLowerCase()} <b>${change.name}</b></td>
        <td class="wrap"><${Details} details=${change.details} added=${change.kind === 'ADDED'} /></td></tr>`)}</tbody></table></div>`
      : html`<p class="muted">${step.from === step.to ? 'It is active already.' : 'The same graph with other code.'}</p>`}
    ${step.slots.map((/** @type {string} */ text) => html`<p key=${text} class="muted">Slots of ${text}.</p>`)}
    ${step.live ? html`<p class="muted">${counted(step.live, 'run')} under way ${step.live === 1 ? 'stays' : 'stay'} on version ${step.from}.</p>` : null}</section>`)}`;

/** @param {{dag: string, version: number, close: () => void}} props */
function ActivateDialog({ dag, version, close }) {
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const send = (/** @type {boolean} */ apply) => ask('/dags/' + encodeURIComponent(dag) + '/activate', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ version, apply, plan: apply ? plan.plan : null }),
  });
  const look = () => {
    setError(null);
    send(false).then(setPlan, setError);
  };
  useEffect(look, []);
  const apply = () => {
    setBusy(true);
    send(true).then(close, e => {
      setError(e);
      setPlan(null);
      setBusy(false);
    });
  };
  return html`<${Dialog} title=${`Roll ${dag} back to version ${version}`} close=${close} wide>
    ${error ? html`<${ErrorBox} error=${error} retry=${look} />` : null}
    ${plan === null && !error ? html`<${Skeleton} rows=${3} />` : null}
    ${plan ? html`<${DeploymentPlan} plan=${plan} />` : null}
    <footer><${CopyButton} text=${`tidemill rollback ${dag} ${version}`} label="Copy as CLI" class="ghost" />${plan ? html`<span class="faint">plan <code>${plan.plan.slice(0, 12)}</code></span>` : null}
      <span class="grow" /><button onClick=${close}>Close</button>
      <button class="primary" autofocus disabled=${busy || !plan || plan.idle} onClick=${apply}>${busy ? 'Activating…' : `Make version ${version} active`}</button></footer><//>`;
}

/** @param {{dag: string, version: number}} props */
function ActivateButton({ dag, version }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} needs="DEPLOY" class="small" onClick=${() => setShown(true)}>Make active…<//>
    ${shown ? html`<${ActivateDialog} dag=${dag} version=${version} close=${() => setShown(false)} />` : null}`;
}

/** @param {{close: () => void}} props */
function DeployDialog({ close }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const send = (/** @type {File} */ content, /** @type {string} */ path) => ask(path, {
    method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: content,
  });
  const choose = (/** @type {any} */ event) => {
    const [chosen] = event.target.files;
    setFile(chosen ?? null);
    setPlan(null);
    setError(null);
    if (chosen) {
      setBusy(true);
      send(chosen, '/dags/plan?name=' + encodeURIComponent(chosen.name)).then(setPlan, setError).finally(() => setBusy(false));
    }
  };
  const deploy = () => {
    if (file && plan) {
      setBusy(true);
      send(file, '/dags?' + new URLSearchParams({ name: file.name, plan: plan.plan })).then(deployed => {
        close();
        navigate(deployed.length === 1 ? dagUrl(deployed[0].dag) + '?tab=versions' : '/dags');
      }, e => {
        setError(e);
        setPlan(null);
        setBusy(false);
      });
    }
  };
  return html`<${Dialog} title="Deploy a file" close=${close} wide>
    <label class="file">A Java source file or a bundle (.jar)<input type="file" accept=".java,.jar" onChange=${choose} /></label>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    ${busy && !plan && !error ? html`<p class="muted">Building its DAGs…</p>` : null}
    ${plan ? html`<${DeploymentPlan} plan=${plan} />` : error || busy ? null : html`<p class="muted">Nothing becomes active before you have seen what would change.</p>`}
    <footer>${file ? html`<${CopyButton} text=${'tidemill deploy ' + file.name} label="Copy as CLI" class="ghost" />` : null}${plan ? html`<span class="faint">plan <code>${plan.plan.slice(0, 12)}</code></span>` : null}
      <span class="grow" /><button onClick=${close}>Close</button>
      <button class="primary" disabled=${busy || !plan || plan.idle} onClick=${deploy}>${busy && plan ? 'Deploying…' : plan?.idle ? 'Nothing would change' : 'Deploy'}</button></footer><//>`;
}

/** Deploys a file that the browser has. */
export function DeployButton() {
  const [shown, setShown] = useState(false);
  return html`<${Act} needs="DEPLOY" onClick=${() => setShown(true)}>Deploy…<//>${shown ? html`<${DeployDialog} close=${() => setShown(false)} />` : null}`;
}

/** The versions of a DAG, and which were made active when. @param {{dag: string}} props */
export function Versions({ dag }) {
  const loaded = useData('/dags/' + encodeURIComponent(dag) + '/versions', change => change.dag === dag);
  return html`<${Show} loaded=${loaded}>${(/** @type {any} */ view) => html`<div class="cols"><${Panel} title="Versions" side=${view.versions.length}><table class="list"><thead><tr><th class="num">Version</th><th /><th>File</th><th>Bundle</th><th class="num">Size</th><th class="num">Runs</th><th>Deployed</th></tr></thead>
      <tbody>${view.versions.map((/** @type {any} */ version) => html`<tr key=${version.version}><td class="num"><b>${version.version}</b></td><td class="fit">${version.active ? html`<${State} state="SUCCESS" word="Active" />` : html`<${ActivateButton} dag=${dag} version=${version.version} />`}</td>
        <td>${version.file}</td><td class="mono muted" title=${version.bundle}>${version.bundle.slice(0, 12)}</td><td class="num">${bytes(version.bytes)}</td>
        <td class="num">${count(version.runs)}${version.live ? html` <span class="muted">(${version.live} active)</span>` : null}</td><td class="muted"><${Ago} at=${version.createdAt} />${version.by ? ' by ' + version.by : ''}</td></tr>`)}</tbody></table><//>
    <${Panel} title="Made active"><table class="list"><tbody>${view.activations.map((/** @type {any} */ each) => html`<tr key=${each.at}><td class="fit"><${Exact} at=${each.at} /></td>
      <td>${each.from ? each.from + ' → ' : ''}<b>${each.to}</b></td><td>${each.cause}</td><td class="muted">${each.by}</td></tr>`)}</tbody></table><//></div>`}<//>`;
}
