// @ts-check
/** What can be done to DAGs and runs: trigger, rerun, mark, cancel. Each says what will happen before it does. */
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { order, runPath } from './api.js';
import { Act } from './caller.js';
import { counted } from './format.js';
import { navigate, runUrl } from './route.js';
import { FieldInput, initial, read } from './fields.js';
import { CopyButton, Dialog, ErrorBox, Skeleton } from './parts.js';
import { State } from './state.js';

/** A text as one argument of a shell. @param {string} text */
export const quoted = text => /^[\w./:=@%+-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";

/** @param {{dag: any, params?: any, close: () => void}} props params: values to begin with */
export function TriggerDialog({ dag, params, close }) {
  const [values, setValues] = useState(() => initial(dag.params, params));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const { object, problems } = read(dag.params, values);
  const told = (/** @type {string} */ name) => problems[name]
    ?? error?.errors?.find((/** @type {any} */ each) => each.field === name || each.field.startsWith(name + '['))?.message;
  const start = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy || Object.keys(problems).length) {
      return;
    }
    setBusy(true);
    order('/runs', { dag: dag.id, params: object, by: 'console' }).then(started => {
      close();
      navigate(runUrl(started.dag, started.run));
    }, e => {
      setError(e);
      setBusy(false);
    });
  };
  const cli = ['tidemill run', dag.id, ...Object.entries(object).map(([name, value]) =>
    quoted(name + '=' + (typeof value === 'string' ? value : JSON.stringify(value))))].join(' ');
  return html`<${Dialog} title=${'Trigger ' + dag.id} close=${close}><form onSubmit=${start}>
    ${dag.params.length ? null : html`<p class="muted">It takes no parameters.</p>`}
    ${dag.params.map((/** @type {any} */ param, /** @type {number} */ i) => html`<${FieldInput} key=${param.name} param=${param} value=${values[param.name]} first=${i === 0}
      problem=${told(param.name)} set=${(/** @type {any} */ value) => { setError(null); setValues({ ...values, [param.name]: value }); }} />`)}
    ${error && !dag.params.some((/** @type {any} */ param) => told(param.name)) ? html`<${ErrorBox} error=${error} />` : null}
    <footer><${CopyButton} text=${cli} label="Copy as CLI" class="ghost" />
      <span class="grow" /><button type="button" onClick=${close}>Close</button>
      <button class="primary" disabled=${busy || Object.keys(problems).length > 0}>${busy ? 'Starting…' : 'Start run'}</button></footer></form><//>`;
}

/** @param {{dag: any, small?: boolean, primary?: boolean, params?: any, label?: string, open?: boolean}} props */
export function TriggerButton({ dag, small, primary, params, label, open }) {
  const [shown, setShown] = useState(Boolean(open));
  return html`<${Act} class=${(small ? 'small ' : '') + (primary ? 'primary' : '')} onClick=${() => setShown(true)}>${label ?? 'Trigger…'}<//>
    ${shown ? html`<${TriggerDialog} dag=${dag} params=${params} close=${() => setShown(false)} />` : null}`;
}

/** How much of a task runs again. @param {any} change */
const extent = change => change.extent === 'SHARDS' ? counted(change.shards, 'shard') : ({ ALL: 'all of it', CHANGED_SHARDS: 'shards that are new or changed, or have no result',
  ADDED: 'all of it, new in this version', REMOVED: 'no more, not in this version' })[/** @type {string} */ (change.extent)];

/** @param {{dag: string, run: number, tasks?: string[], close: () => void}} props tasks: chosen ones, or shards as task[key]; without them those that failed */
function RerunDialog({ dag, run, tasks, close }) {
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const [version, setVersion] = useState(/** @type {number | null} */ (null));
  const ask = (/** @type {boolean} */ apply) => order(runPath(dag, run) + '/rerun',
    { tasks: tasks ?? null, version: version === null ? null : String(version), apply, plan: apply ? plan.plan : null });
  const look = () => {
    setError(null);
    ask(false).then(setPlan, e => {
      setPlan(null);
      setError(e);
    });
  };
  useEffect(look, [version]);
  const apply = () => {
    setBusy(true);
    ask(true).then(() => {
      close();
      navigate(runUrl(dag, run));
    }, e => {
      setError(e);
      setPlan(null);
      setBusy(false);
    });
  };
  const cli = `tidemill rerun ${dag}/${run}` + (tasks ?? []).map(task => ' --task ' + quoted(task)).join('') + (version === null ? '' : ' --version ' + version);
  const known = useRef(/** @type {any} */ (null));
  const present = useRef(/** @type {number | null} */ (null));
  if (plan) {
    present.current ??= plan.version;
    known.current = plan;
  }
  const choices = known.current ? [...new Set([present.current, known.current.latest ?? present.current])] : [];
  const open = choices.length > 1 && version === null;
  return html`<${Dialog} title=${`Re-run ${tasks ? tasks.join(', ') : 'failed tasks'} of ${dag}/${run}`} close=${close} wide>
    ${error ? html`<${ErrorBox} error=${error} retry=${look} />` : null}
    ${plan === null && !error ? html`<${Skeleton} rows=${3} />` : null}
    ${choices.length > 1 ? html`<fieldset class="choice"><legend>Another version is active than this run is on. Which one runs?</legend>
      ${choices.map(each => html`<label key=${each}><input type="radio" name="version" checked=${version === each} onChange=${() => setVersion(each)} /> version ${each}${each === known.current.latest ? ', active now' : ''}${each === present.current ? ', of this run' : ''}</label>`)}</fieldset>` : null}
    ${plan ? html`<p>${open ? 'Choose the version first.' : html`Exactly this runs again, in the same run, on version ${plan.version}:`}</p>
      <div class="scroll"><table class="list"><thead><tr><th>Task</th><th>Now</th><th class="num">What runs</th></tr></thead><tbody>
      ${plan.changes.map((/** @type {any} */ change) => html`<tr key=${change.task}><td><b>${change.task}</b></td><td><${State} state=${change.from} plain /></td>
        <td class="num">${extent(change)}</td></tr>`)}</tbody></table></div>` : null}
    <footer><${CopyButton} text=${cli} label="Copy as CLI" class="ghost" />${plan ? html`<span class="faint">plan <code>${plan.plan.slice(0, 12)}</code></span>` : null}
      <span class="grow" /><button onClick=${close}>Close</button>
      <button class="primary" autofocus disabled=${busy || !plan || open} onClick=${apply}>${busy ? 'Starting…' : plan ? 'Re-run ' + counted(plan.changes.length, 'task') : 'Re-run'}</button></footer><//>`;
}

/** @param {{dag: string, run: number, tasks?: string[], label: string, primary?: boolean, small?: boolean}} props */
export function RerunButton({ dag, run, tasks, label, primary, small }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} class=${(primary ? 'primary ' : '') + (small ? 'small' : '')} onClick=${() => setShown(true)}>${label}<//>
    ${shown ? html`<${RerunDialog} dag=${dag} run=${run} tasks=${tasks} close=${() => setShown(false)} />` : null}`;
}

const MARKS = /** @type {[string, string][]} */ ([['SUCCESS', 'Success'], ['FAILED', 'Failed'], ['SKIPPED', 'Skipped']]);

/** The value that a text holds as JSON; undefined where it holds none. @param {string} text */
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {{dag: string, run: number, task: any, close: () => void}} props */
function MarkDialog({ dag, run, task, close }) {
  const [state, setState] = useState(task.state === 'SUCCESS' ? 'FAILED' : 'SUCCESS');
  const [reason, setReason] = useState('');
  const [value, setValue] = useState('');
  const [variant, setVariant] = useState('');
  const [plan, setPlan] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const given = state === 'SUCCESS' && value.trim() ? json(value) : null;
  const change = (/** @type {(text: string) => void} */ set) => (/** @type {any} */ event) => {
    set(event.target.value);
    setPlan(null);
    setError(null);
  };
  const ask = (/** @type {boolean} */ apply) => order(runPath(dag, run) + '/mark', { task: task.id, state, reason: reason.trim(), by: 'console',
    value: given, variant: given === null || !variant.trim() ? null : variant.trim(), apply, plan: apply ? plan.plan : null });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    ask(plan !== null).then(told => plan === null ? setPlan(told) : close(), e => {
      setPlan(null);
      setError(e);
    }).finally(() => setBusy(false));
  };
  const cli = `tidemill mark ${quoted(dag + '/' + run + '/' + task.id)} ${state.toLowerCase()} --reason ${quoted(reason.trim() || 'REASON')}`
    + (given === null ? '' : ' --value ' + quoted(value.trim()) + (variant.trim() ? ' --variant ' + quoted(variant.trim()) : ''));
  return html`<${Dialog} title=${`Mark ${task.id} of ${dag}/${run}`} close=${close}><form onSubmit=${submit}>
    <fieldset class="choice"><legend>It counts as</legend>${MARKS.map(([id, name]) => html`<label key=${id}><input type="radio" name="state" disabled=${id === task.state} checked=${state === id} onChange=${() => { setState(id); setPlan(null); setError(null); }} /> ${name}</label>`)}</fieldset>
    ${state === 'SUCCESS' ? html`<label>Its result as JSON, where another task reads it<input type="text" class="mono" value=${value} aria-invalid=${given === undefined} onInput=${change(setValue)} /></label>
      ${value.trim() ? html`<label>Variant, where its type is sealed<input type="text" value=${variant} onInput=${change(setVariant)} /></label>` : null}` : null}
    <label>Reason, recorded with your name<input required type="text" maxlength="2000" value=${reason} onInput=${change(setReason)} /></label>
    ${error ? html`<${ErrorBox} error=${error} />` : null}
    ${plan ? html`<p>Exactly this changes:</p><div class="scroll"><table class="list"><thead><tr><th>Task</th><th>Now</th><th>Then</th></tr></thead><tbody>
      ${plan.changes.map((/** @type {any} */ each) => html`<tr key=${each.task}><td><b>${each.task}</b></td><td><${State} state=${each.from} plain /></td><td>${each.to === 'WAITING' ? 'asked again' : html`<${State} state=${each.to} plain />`}</td></tr>`)}</tbody></table></div>` : null}
    <footer><${CopyButton} text=${cli} label="Copy as CLI" class="ghost" />${plan ? html`<span class="faint">plan <code>${plan.plan.slice(0, 12)}</code></span>` : null}<span class="grow" /><button type="button" onClick=${close}>Close</button>
      <button class="primary" disabled=${busy || !reason.trim() || given === undefined}>${busy ? 'Asking…' : plan ? 'Mark as ' + state.toLowerCase() : 'Show what changes'}</button></footer></form><//>`;
}

/** Says by hand how a task ended. @param {{run: any, task: any}} props */
export function MarkButton({ run, task }) {
  const [shown, setShown] = useState(false);
  return html`<${Act} onClick=${() => setShown(true)}>Mark…<//>${shown ? html`<${MarkDialog} dag=${run.dag} run=${run.run} task=${task} close=${() => setShown(false)} />` : null}`;
}

/** @param {{run: any}} props */
export function CancelButton({ run }) {
  const [shown, setShown] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    order(runPath(run.dag, run.run) + '/cancel', { reason: reason.trim() || null })
      .then(() => setShown(false), setError)
      .finally(() => setBusy(false));
  };
  return html`<${Act} onClick=${() => setShown(true)}>${run.status === 'CANCELLING' ? 'Cancel at once…' : 'Cancel…'}<//>
    ${shown ? html`<${Dialog} title=${`Cancel ${run.dag}/${run.run}`} close=${() => setShown(false)}><form onSubmit=${cancel}>
      <p>${run.tasks - run.done} of ${counted(run.tasks, 'task')} are not over. What runs is asked to stop; clean-up tasks still run.</p>
      <label>Reason, for others to read<input autofocus type="text" maxlength="500" value=${reason} onInput=${(/** @type {any} */ event) => setReason(event.target.value)} /></label>
      ${error ? html`<${ErrorBox} error=${error} />` : null}
      <footer><span class="grow" /><button type="button" onClick=${() => setShown(false)}>Close</button><button class="danger" disabled=${busy}>${busy ? 'Cancelling…' : 'Cancel the run'}</button></footer></form><//>` : null}`;
}
